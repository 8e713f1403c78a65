package io.reelbus.push.socketio;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Takes every request on the Engine.IO path: checks it as the reference server does, and gives it to its transport. */
final class EngineHandler implements Handler<RoutingContext> {
    private static final String POLLING = "polling";
    private static final String WEBSOCKET = "websocket";
    private static final String PROTOCOL = "4";

    private final Sessions sessions;
    private final PollingTransport polling;
    private final WebSocketTransport webSocket;

    EngineHandler(Vertx vertx, SocketIoOptions options, Sessions sessions) {
        this.sessions = sessions;
        this.polling = new PollingTransport(vertx, options, sessions);
        this.webSocket = new WebSocketTransport(sessions);
    }

    @Override
    public void handle(RoutingContext routing) {
        MultiMap query = routing.queryParams();
        String transport = query.get("transport");
        String sid = query.get("sid");
        Session session = sid == null ? null : sessions.find(sid);
        EngineError error = sid == null
                ? handshakeError(routing.request(), transport, query.get("EIO"))
                : sessionError(routing.request(), transport, session);
        if (error != null) {
            HttpAnswer.refuse(routing.response(), error);
        } else if (session == null && sessions.isClosing()) {
            HttpAnswer.empty(routing.response(), HttpAnswer.UNAVAILABLE);
        } else if (WEBSOCKET.equals(transport)) {
            webSocket.accept(routing, session);
        } else if (session == null) {
            polling.open(routing);
        } else {
            polling.accept(routing, session);
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
            HttpServerRequest request, @Nullable String transport, @Nullable Session session) {
        if (!isKnown(transport)) {
            return EngineError.UNKNOWN_TRANSPORT;
        }
        if (session == null) {
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
