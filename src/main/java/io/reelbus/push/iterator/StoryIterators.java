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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
        return new Procedure("video/subscribe", true, this::subscribe);
    }

    private Future<Output> subscribe(Call call) {
        FileId fileId = FileId.parse(call.text("fileId")).orElseThrow(Failure.NOT_FOUND::asException);
        long after = Position.parse(call.lastEventId().orElse(null)).orElseGet(() -> after(call));
        if (closing) {
            return Future.failedFuture(Draining.refusal());
        }
        Place place = connections.enter(call.request()).orElseThrow(Connections::refusal);
        return Future.succeededFuture(new Output.Events(iterator -> serve(iterator, fileId, after, place)));
    }

    private static long after(Call call) {
        Object after = call.value("after").orElse(0);
        if ((after instanceof Integer || after instanceof Long) && ((Number) after).longValue() >= 0) {
            return ((Number) after).longValue();
        }
        throw Failure.BAD_REQUEST.because("after must be a whole number of 0 or more");
    }

    private void serve(EventIterator iterator, FileId fileId, long after, Place place) {
        StoryIterator.serve(iterator, fileId, after, rooms, place, open);
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
