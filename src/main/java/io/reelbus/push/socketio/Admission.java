package io.reelbus.push.socketio;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Decides who may open a session, as {@code allowRequest} of the reference server: asked at the handshake, with either
 * transport, and never again for the same session. Called on any event loop.
 */
@FunctionalInterface
public interface Admission {
    /** Empty where the client is refused. */
    Optional<? extends Admitted> allowRequest(HttpServerRequest handshake);

    /** What a client was let in with; its sockets show it. */
    @FunctionalInterface
    interface Admitted {
        /** Called once, when its session has ended or did not come to be. */
        void close();
    }
}
