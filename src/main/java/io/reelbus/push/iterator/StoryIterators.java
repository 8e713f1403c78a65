package io.reelbus.push.iterator;

import io.reelbus.http.Draining;
import io.reelbus.http.orpc.Call;
import io.reelbus.http.orpc.EventIterator;
import io.reelbus.http.orpc.Output;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.push.Connections;
import io.reelbus.push.Place;
import io.reelbus.push.Position;
import io.reelbus.push.Rooms;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The open iterators of this node, over all its event loops, and the procedure that begins one. */
public final class StoryIterators {
    private final Rooms rooms;
    private final Connections connections;
    private final Set<StoryIterator> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    public StoryIterators(Rooms rooms, Connections connections) {
        this.rooms = rooms;
        this.connections = connections;
        rooms.meters().sockets("orpc", open::size);
    }

    /** {@code video/subscribe {fileId, after?}}. */
    public Procedure subscribe() {
        Values values = new FrameValues();
        return new Procedure("video/subscribe", true, Procedure.Kind.EVENTS, call -> subscribe(call, values));
    }

    private Future<Output> subscribe(Call call, Values values) {
        FileId fileId = fileId(call.text("fileId"));
        return Future.succeededFuture(new Output.Events(enter(call.request(), fileId, after(call), values)));
    }

    /** Any video may be waited for whose id is one. */
    static FileId fileId(String text) {
        return FileId.parse(text).orElseThrow(Failure.NOT_FOUND::asException);
    }

    /**
     * A place for the iterator that this request opens, which is to be begun at once. It tells what is above the id
     * that the client had last, or without one above {@code after}. Throws what the client is answered.
     */
    Consumer<EventIterator> enter(HttpServerRequest request, FileId fileId, long after, Values values) {
        if (closing) {
            throw Draining.refusal();
        }
        long last = Position.parse(request.getHeader("last-event-id")).orElse(after);
        Place place = connections.enter(request).orElseThrow(Connections::refusal);
        return iterator -> serve(iterator, values, fileId, last, place);
    }

    private static long after(Call call) {
        Object after = call.value("after").orElse(0);
        if ((after instanceof Integer || after instanceof Long) && ((Number) after).longValue() >= 0) {
            return ((Number) after).longValue();
        }
        throw Failure.BAD_REQUEST.because("after must be a whole number of 0 or more");
    }

    private void serve(EventIterator iterator, Values values, FileId fileId, long after, Place place) {
        StoryIterator.serve(iterator, values, fileId, after, rooms, place, open);
        if (closing) {
            // It came in while the others were being ended, and would be overlooked.
            var unused = close();
        }
    }

    /** Ends every iterator so that its client comes back, and begins no new ones. */
    public Future<Void> close() {
        closing = true;
        return Future.join(open.stream().map(StoryIterator::goAway).toList()).mapEmpty();
    }
}
