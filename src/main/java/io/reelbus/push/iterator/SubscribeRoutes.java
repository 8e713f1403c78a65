package io.reelbus.push.iterator;

import io.reelbus.http.EventStream;
import io.reelbus.http.Routes;
import io.reelbus.http.orpc.Answer;
import io.reelbus.http.orpc.Wire;
import io.reelbus.job.Failure;
import io.reelbus.push.Position;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /storage/subscribe/video/{fileId}} of the original protocol, which its clients call by oRPC's OpenAPI protocol. */
public final class SubscribeRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(SubscribeRoutes.class);
    private static final String PATH = "/storage/subscribe/video/:fileId";

    private final StoryIterators iterators;
    private final Values values = new ProgressValues();

    public SubscribeRoutes(StoryIterators iterators) {
        this.iterators = iterators;
    }

    @Override
    public void mount(Router router) {
        router.route(PATH).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        try {
            switch (context.request().method().name()) {
                case "GET" -> subscribe(context);
                case "HEAD" -> head(context);
                default -> throw refusedMethod(context);
            }
        } catch (RuntimeException trouble) {
            Answer.error(context, Wire.OPENAPI, trouble);
        }
    }

    private void subscribe(RoutingContext context) {
        var begin = iterators.enter(
                context.request(),
                StoryIterators.fileId(context.pathParam("fileId")),
                Position.after(context.request()),
                values);
        begin.accept(Answer.events(context, Wire.OPENAPI));
    }

    private static void head(RoutingContext context) {
        var unused = StoryIterators.fileId(context.pathParam("fileId"));
        EventStream.head(context.response()).end().onFailure(gone -> LOG.debug("client left before its answer", gone));
    }

    private static RuntimeException refusedMethod(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
        return Failure.METHOD_NOT_ALLOWED.asException();
    }
}
