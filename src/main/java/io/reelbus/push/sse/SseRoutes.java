package io.reelbus.push.sse;

import io.reelbus.http.Draining;
import io.reelbus.http.EventStream;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.push.Position;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /api/videos/{id}/events}: a video's story as server-sent events. */
public final class SseRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(SseRoutes.class);
    private static final String PATH = "/api/videos/:id/events";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final StoryStreams streams;

    public SseRoutes(StoryStreams streams) {
        this.streams = streams;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH).handler(this::stream);
        router.head(PATH).handler(SseRoutes::head);
    }

    private static void head(RoutingContext context) {
        FileId unused = fileId(context);
        EventStream.head(context.response()).end().onFailure(gone -> LOG.debug("client left before its answer", gone));
    }

    /** Any video may be waited for whose id is one. */
    private static FileId fileId(RoutingContext context) {
        return FileId.parse(context.pathParam("id")).orElseThrow(Failure.NOT_FOUND::asException);
    }

    private void stream(RoutingContext context) {
        long after = after(context.request());
        FileId fileId = fileId(context);
        if (!streams.isClosing()) {
            streams.serve(context, fileId, after);
        } else if (isEventSource(context.request())) {
            // Any status but 200 would end an EventSource for good; this has it come back, then to another node.
            EventStream.head(context.response())
                    .end(StoryStream.retry())
                    .onFailure(gone -> LOG.debug("client left before its answer", gone));
        } else {
            Problem.send(context, Draining.refusal());
        }
    }

    private static boolean isEventSource(HttpServerRequest request) {
        return String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("text/event-stream");
    }

    /** What the client has had: the header is of a client that comes back, and newer than the address. */
    private static long after(HttpServerRequest request) {
        return Position.parse(request.getHeader(LAST_EVENT_ID)).orElseGet(() -> Position.after(request));
    }
}
