package io.reelbus.push.poll;

import io.reelbus.bus.Announcement;
import io.reelbus.http.Draining;
import io.reelbus.push.Connections;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The polls of this node whose answers are held, over all its event loops. */
public final class HeldPolls {
    private final Rooms rooms;
    private final PushConfig config;
    private final Connections connections;
    private final Set<HeldPoll> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    public HeldPolls(Rooms rooms, PushConfig config, Connections connections) {
        this.rooms = rooms;
        this.config = config;
        this.connections = connections;
        rooms.meters().sockets("poll", open::size);
    }

    /** The longest time in seconds for which an answer is held. */
    int mostSeconds() {
        return config.pollSeconds();
    }

    /**
     * Completes with what was told above {@code after}, and never where the client has left; fails where the node is about
     * to stop.
     */
    Future<List<Announcement>> hold(RoutingContext request, String fileId, long after, boolean exists, int seconds) {
        if (closing) {
            return Future.failedFuture(Draining.refusal());
        }
        if (request.response().closed()) {
            // The client has left while the store was asked, and nobody would say so a second time.
            return Promise.<List<Announcement>>promise().future();
        }
        return connections
                .enter(request.request())
                .map(place -> {
                    var held = HeldPoll.hold(request, fileId, after, exists, seconds, rooms, place, open);
                    if (closing) {
                        // It came in while the others were being released, and would be overlooked.
                        open.forEach(poll -> {
                            var unused = poll.release();
                        });
                    }
                    return held;
                })
                .orElse(Future.failedFuture(Connections.refusal()))
                .compose(told -> !exists && told.isEmpty() && closing
                        ? Future.failedFuture(Draining.refusal())
                        : Future.succeededFuture(told));
    }

    /** Answers all of them with what there is, and holds no new ones. */
    public Future<Void> close() {
        closing = true;
        return Future.join(open.stream().map(HeldPoll::release).toList()).mapEmpty();
    }
}
