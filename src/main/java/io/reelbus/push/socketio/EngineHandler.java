package io.reelbus.push.socketio;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes every request on the Engine.IO path: checks it as the reference server does, and gives it to its transport. */
final class EngineHandler implements Handler<RoutingContext> {
    private static final String POLLING = "polling";
    private static final String WEBSOCKET = "websocket";
    private static final String PROTOCOL = "4";

    private final Sessions sessions;
    private final Relay relay;
    private final PollingTransport polling;
    private final WebSocketTransport webSocket;

    EngineHandler(Vertx vertx, SocketIoOptions options, Sessions sessions, Relay relay) {
        this.sessions = sessions;
        this.relay = relay;
        this.polling = new PollingTransport(vertx, options, sessions);
        this.webSocket = new WebSocketTransport(sessions);
    }

    @Override
    public void handle(RoutingContext routing) {
        MultiMap query = routing.queryParams();
        String transport = query.get("transport");
        String sid = query.get("sid");
        Session session = sid == null ? null : sessions.find(sid);
        String elsewhere = session == null && sid != null ? relay.elsewhere(sid, routing.request()) : "";
        EngineError error = sid == null
                ? handshakeError(routing.request(), transport, query.get("EIO"))
                : sessionError(routing.request(), transport, session != null || !elsewhere.isEmpty());
        if (error != null) {
            HttpAnswer.refuse(routing.response(), error);
        } else if (!elsewhere.isEmpty()) {
            relay.accept(routing, elsewhere, WEBSOCKET.equals(transport));
        } else if (session == null && sessions.isClosing()) {
            HttpAnswer.empty(routing.response(), HttpAnswer.UNAVAILABLE);
        } else if (session == null) {
            open(routing, transport);
        } else if (WEBSOCKET.equals(transport)) {
            webSocket.probe(routing, session);
        } else {
            polling.accept(routing, session);
        }
    }

    private void open(RoutingContext routing, @Nullable String transport) {
        Optional<? extends Admission.Admitted> admitted = sessions.admit(routing.request());
        if (admitted.isEmpty()) {
            HttpAnswer.refuse(routing.response(), EngineError.FORBIDDEN);
        } else if (WEBSOCKET.equals(transport)) {
            webSocket.open(routing, admitted.get());
        } else {
            polling.open(routing, admitted.get());
        }
    }

    private static @Nullable EngineError handshakeError(
            HttpServerRequest request, @Nullable String transport, @Nullable String protocol) {
        if (!isKnown(transport)) {
            return EngineError.UNKNOWN_TRANSPORT;
        }
        if (request.method() != HttpMethod.GET) {
            return EngineError.BAD_HANDSHAKE_METHOD;
        }
        if (WEBSOCKET.equals(transport) != isUpgrade(request)) {
            return EngineError.BAD_REQUEST;
        }
        return PROTOCOL.equals(protocol) ? null : EngineError.UNSUPPORTED_PROTOCOL;
    }

    private static @Nullable EngineError sessionError(
            HttpServerRequest request, @Nullable String transport, boolean isThere) {
        if (!isKnown(transport)) {
            return EngineError.UNKNOWN_TRANSPORT;
        }
        if (!isThere) {
            return EngineError.UNKNOWN_SID;
        }
        return WEBSOCKET.equals(transport) == isUpgrade(request) ? null : EngineError.BAD_REQUEST;
    }

    private static boolean isKnown(@Nullable String transport) {
        return POLLING.equals(transport) || WEBSOCKET.equals(transport);
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}
