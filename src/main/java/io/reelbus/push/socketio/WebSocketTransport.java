package io.reelbus.push.socketio;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WebSockets: a session's first transport, or the one it moves to from polling. */
final class WebSocketTransport {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

    private final Sessions sessions;

    WebSocketTransport(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Makes a WebSocket of the request, for this session, or for a new one. */
    void accept(RoutingContext routing, @Nullable Session session) {
        routing.request()
                .toWebSocket()
                .map(WebSocketWire::new)
                .onSuccess(wire -> {
                    if (session == null) {
                        open(wire);
                    } else {
                        probe(wire, session);
                    }
                })
                .onFailure(e -> LOG.debug("A WebSocket handshake failed", e));
    }

    private void open(WebSocketWire wire) {
        Session session = sessions.open();
        wire.attachTo(session);
        session.engine().openWebSocket(wire);
    }

    private static void probe(WebSocketWire wire, Session session) {
        // In this order: what arrives on the wire must find the session knowing it.
        session.owner().execute(() -> session.engine().probe(wire));
        wire.attachTo(session);
    }
}
