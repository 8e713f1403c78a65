package io.reelbus.push.sockjs;

import io.reelbus.push.Connections;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The open connections at one SockJS address of this node, over all its event loops. */
public final class SockJsSockets {
    /** Who begins what is said on a new connection. */
    private interface Language {
        Dialogue begin(Line line, Rooms rooms, Place place);
    }

    private final Rooms rooms;
    private final PushConfig config;
    private final Connections connections;
    private final Language language;
    private final Set<Line> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    private SockJsSockets(
            String transport, Rooms rooms, PushConfig config, Connections connections, Language language) {
        this.rooms = rooms;
        this.config = config;
        this.connections = connections;
        this.language = language;
        rooms.meters().sockets(transport, open::size);
    }

    /** For sockjs-client alone: the raw WebSocket's frames. */
    public static SockJsSockets ofFrames(Rooms rooms, PushConfig config, Connections connections) {
        return new SockJsSockets("sockjs", rooms, config, connections, FrameDialogue::new);
    }

    /** For the client of Vert.x's event bus bridge, which says every few seconds that it is there. */
    public static SockJsSockets ofBridge(Vertx vertx, Rooms rooms, PushConfig config, Connections connections) {
        var bridge = new SockJsSockets("eventbus", rooms, config, connections, BridgeDialogue::new);
        long silence = TimeUnit.MILLISECONDS.toNanos((long) config.pingIntervalMs() + config.pingTimeoutMs());
        long unused = vertx.setPeriodic(config.pingIntervalMs(), tick -> bridge.endTheSilent(silence));
        return bridge;
    }

    private void endTheSilent(long nanos) {
        long now = System.nanoTime();
        open.forEach(line -> line.endIfSilentFor(nanos, now));
    }

    PushConfig config() {
        return config;
    }

    boolean isClosing() {
        return closing;
    }

    /** Serves a connection that SockJS has just opened, on its context, until it ends. */
    void serve(Vertx vertx, SockJSSocket socket) {
        Optional<Place> place = connections.enter(socket.routingContext().request());
        if (closing || place.isEmpty()) {
            place.ifPresent(Place::close);
            socket.close();
            return;
        }
        Line.serve(vertx, socket, config, place.get(), open, line -> language.begin(line, rooms, place.get()));
        if (closing) {
            // It came in while the others were being closed, and would be overlooked.
            var unused = close();
        }
    }

    /** Closes every connection so that its client comes back, and takes no new ones. */
    public Future<Void> close() {
        closing = true;
        return Future.join(open.stream().map(Line::goAway).toList()).mapEmpty();
    }
}
