package io.reelbus.push.sse;

import io.reelbus.http.EventStream;
import io.reelbus.http.Problem;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Seq;
import io.reelbus.push.Outlet;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.reelbus.push.Subscriber;
import io.reelbus.push.Telling;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One story as server-sent events, from its beginning or from behind a position to its end, and then no more. */
final class StoryStream implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(StoryStream.class);
    private static final Function<Telling, Buffer> FORM =
            telling -> EventStream.event(telling.event(), telling.seq() == 0 ? null : telling.seq(), telling.json());

    /** Clients whose stream has ended come back after one to two of these, so not all at once. */
    private static final long RETRY_MS = 1_000;

    private final RoutingContext request;
    private final long after;
    private final PushConfig config;
    private final Context context;
    private final EventStream stream;
    private final Subscriber subscriber;
    private Buffer opening = Buffer.buffer();

    private StoryStream(
            RoutingContext request, long after, Rooms rooms, PushConfig config, Place place, Set<StoryStream> open) {
        this.request = request;
        this.after = after;
        this.config = config;
        this.context = request.vertx().getOrCreateContext();
        this.subscriber = new Subscriber(rooms, place, this);
        this.stream = new EventStream(request, () -> {
            boolean removed = open.remove(this);
            subscriber.close();
            place.close();
        });
    }

    /**
     * Answers the request, whose client has had all up to {@code after}; until it is over it is in the set and has its
     * place.
     */
    static void serve(
            RoutingContext request,
            FileId fileId,
            long after,
            Rooms rooms,
            PushConfig config,
            Place place,
            Set<StoryStream> open) {
        StoryStream story = new StoryStream(request, after, rooms, config, place, open);
        if (story.stream.isOver()) {
            return;
        }
        boolean added = open.add(story);
        JsonObject subscribe = new JsonObject().put("fileId", fileId.value()).put("after", after);
        // What is told follows the answer at once: only then it is known whether there is something to begin for.
        story.subscriber.subscribe(subscribe, answer -> story.context.runOnContext(task -> story.begin()));
    }

    /** Ends it so that its client comes back, here or to another node. From any context. */
    Future<Void> goAway() {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(task -> {
            begin();
            stream.end();
            ended.complete();
        });
        return ended.future();
    }

    static Buffer retry() {
        return EventStream.retry(RETRY_MS + ThreadLocalRandom.current().nextLong(RETRY_MS));
    }

    private void begin() {
        if (!stream.isOver() && !stream.isBegun()) {
            stream.begin(retry().appendBuffer(opening), config.pingIntervalMs());
        }
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void tell(Telling telling) {
        begin();
        stream.send(telling.as(FORM));
        if (telling.isTerminal()) {
            stream.end();
        }
    }

    /** Before its stream has begun this can only be {@code subscribed}, after it the end of a wait that was in vain. */
    @Override
    public void reply(String event, JsonObject data) {
        Buffer bytes = EventStream.event(event, null, data.encode());
        if (stream.isBegun()) {
            stream.send(bytes);
            stream.end();
        } else if (data.containsKey("known") && mayHaveHadTheEnd()) {
            nothingFollows();
        } else {
            opening = bytes;
        }
    }

    /**
     * Of a video that was deleted nobody knows any more where its story ended. Who stood at a journal entry may have
     * had the end; to be told of one more, each time that it comes back, would never end.
     */
    private boolean mayHaveHadTheEnd() {
        long entry = Seq.ofEntry(1);
        return after > entry && after % entry == 0;
    }

    @Override
    public void over(String fileId) {
        if (stream.isBegun()) {
            stream.end();
        } else {
            nothingFollows();
        }
    }

    /** The one answer after which an EventSource does not come back. */
    private void nothingFollows() {
        if (!stream.isOver()) {
            request.response()
                    .setStatusCode(204)
                    .end()
                    .onFailure(gone -> LOG.debug("client left before its answer", gone));
        }
    }

    /** What it asks for is right, so it is too much. */
    @Override
    public void complain(String message, Object cause) {
        Problem.send(request, Failure.TOO_MANY_CONNECTIONS.because(message));
    }

    @Override
    public boolean isFull() {
        return stream.isFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        stream.onDrain(drained);
    }

    /** The client comes back by itself, with the position that it has reached. */
    @Override
    public void end(String reason) {
        LOG.atDebug().addKeyValue("reason", reason).log("stream is cut");
        stream.cut();
    }
}
