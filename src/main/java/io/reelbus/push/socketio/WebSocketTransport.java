package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WebSockets: a session's first transport, or the one it moves to from polling. */
final class WebSocketTransport {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

    private final Sessions sessions;

    WebSocketTransport(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Makes a WebSocket of the request, and opens a session on it. */
    void open(RoutingContext routing, Admission.Admitted admitted) {
        upgrade(routing).onSuccess(wire -> open(wire, admitted)).onFailure(e -> admitted.close());
    }

    /** Makes a WebSocket of the request, for a session that may move there. */
    void probe(RoutingContext routing, Session session) {
        upgrade(routing).onSuccess(wire -> probe(wire, session));
    }

    private static Future<WebSocketWire> upgrade(RoutingContext routing) {
        var cut = new Cut(routing.request());
        return routing.request()
                .toWebSocket()
                .map(socket -> new WebSocketWire(
                        socket, FrameChannel.of(routing.request().connection()), cut))
                .onFailure(e -> LOG.debug("A WebSocket handshake failed", e));
    }

    private void open(WebSocketWire wire, Admission.Admitted admitted) {
        if (wire.isClosed()) {
            admitted.close();
            return;
        }
        Session session = sessions.open(admitted);
        wire.attachTo(session);
        session.engine().openWebSocket(wire);
    }

    private static void probe(WebSocketWire wire, Session session) {
        // In this order: what arrives on the wire must find the session knowing it.
        session.owner().execute(() -> session.engine().probe(wire));
        wire.attachTo(session);
    }
}
