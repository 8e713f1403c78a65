package io.reelbus.push.ws;

import io.reelbus.push.Connections;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.reelbus.push.socketio.Cut;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open raw WebSockets of this node, over all its event loops. */
public final class RawSockets {
    private static final Logger LOG = LoggerFactory.getLogger(RawSockets.class);

    private final Rooms rooms;
    private final PushConfig config;
    private final Connections connections;
    private final Set<RawSocket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    public RawSockets(Rooms rooms, PushConfig config, Connections connections) {
        this.rooms = rooms;
        this.config = config;
        this.connections = connections;
        rooms.meters().sockets("websocket", open::size);
    }

    boolean isClosing() {
        return closing;
    }

    Optional<Place> enter(HttpServerRequest request) {
        return connections.enter(request);
    }

    /** Serves an accepted WebSocket, on its context, until it closes; so does its place. */
    void serve(Vertx vertx, ServerWebSocket socket, Cut cut, Place place) {
        if (socket.isClosed()) {
            place.close();
            return;
        }
        RawSocket raw = RawSocket.serve(vertx, socket, cut, rooms, config, place, open);
        if (closing) {
            // It came in while the others were being closed, and would be overlooked.
            raw.goAway().onFailure(gone -> LOG.debug("close failed", gone));
        }
    }

    /** Closes every connection so that its client comes back, and takes no new ones. */
    public Future<Void> close() {
        closing = true;
        return Future.join(open.stream().map(RawSocket::goAway).toList()).mapEmpty();
    }
}
