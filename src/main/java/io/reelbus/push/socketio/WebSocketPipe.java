package io.reelbus.push.socketio;

import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two WebSockets joined: what comes from either goes to the other, frame by frame, as fast as the other takes it. Each
 * connection answers its own pings. Both live on one event loop.
 */
final class WebSocketPipe {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketPipe.class);
    /** What a WebSocket says of an end without a close frame. */
    private static final int ABNORMAL = 1006;

    private final WebSocketBase client;
    private final WebSocketBase server;
    private final Consumer<WebSocketPipe> onEnd;

    /** {@code onEnd} is called when the client is gone. */
    WebSocketPipe(WebSocketBase client, WebSocketBase server, Consumer<WebSocketPipe> onEnd) {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
    }

    /** Begins; what the server's side had to say meanwhile was held back. */
    void open() {
        if (client.isClosed() || server.isClosed()) {
            // One that is closed takes no handlers.
            close(client, server.closeStatusCode(), server.closeReason());
            close(server, client.closeStatusCode(), client.closeReason());
            onEnd.accept(this);
            return;
        }
        join(client, server);
        join(server, client);
        client.closeHandler(closed -> {
            ended(client, server);
            onEnd.accept(this);
        });
        server.closeHandler(closed -> ended(server, client));
        server.resume();
    }

    private static void join(WebSocketBase from, WebSocketBase to) {
        from.exceptionHandler(e -> LOG.debug("A relayed WebSocket broke", e));
        from.frameHandler(frame -> pass(frame, from, to));
    }

    private static void pass(WebSocketFrame frame, WebSocketBase from, WebSocketBase to) {
        switch (frame.type()) {
            case CLOSE -> close(to, frame.closeStatusCode(), frame.closeReason());
            case TEXT, BINARY, CONTINUATION -> {
                if (!to.isClosed()) {
                    to.writeFrame(frame).onFailure(e -> LOG.debug("A frame came too late", e));
                    if (to.writeQueueFull()) {
                        from.pause();
                        to.drainHandler(drained -> from.resume());
                    }
                }
            }
            case PING, PONG -> {}
        }
    }

    /** A close frame is passed on in its turn, behind what came before it; an end without one at once. */
    private static void ended(WebSocketBase gone, WebSocketBase other) {
        if (gone.closeStatusCode() == ABNORMAL) {
            close(other, gone.closeStatusCode(), null);
        }
    }

    /** Ends both sides; the client comes back. From any thread. */
    void end(String reason) {
        close(client, CloseCode.GOING_AWAY, reason);
        close(server, CloseCode.GOING_AWAY, reason);
    }

    private static void close(WebSocketBase socket, @Nullable Short code, @Nullable String reason) {
        if (!socket.isClosed()) {
            short said = code == null || code == ABNORMAL ? CloseCode.GOING_AWAY : code;
            socket.close(said, reason).onFailure(e -> LOG.debug("A relayed WebSocket did not close in order", e));
        }
    }
}
