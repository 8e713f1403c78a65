package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x WebSocket. It may be written to from the session's thread, which need not be its own. */
final class WebSocketWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketWire.class);

    private final ServerWebSocket socket;

    /** What is below it; used where the session lives on its event loop. */
    private @Nullable FrameChannel channel;

    private Runnable onRoom = () -> {};

    WebSocketWire(ServerWebSocket socket, @Nullable FrameChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    // The futures of the writes are dropped: a write fails only where the WebSocket is closed, which it reports itself.

    @Override
    public void text(String packet) {
        socket.writeTextMessage(packet);
    }

    @Override
    public void frame(TextFrame frame, String packet) {
        FrameChannel direct = channel;
        if (direct != null && direct.isWritable()) {
            direct.write(frame);
        } else {
            text(packet);
        }
    }

    @Override
    public void binary(Buffer data) {
        socket.writeBinaryMessage(data);
    }

    @Override
    public boolean isFull() {
        FrameChannel direct = channel;
        if (direct != null) {
            boolean writable = direct.isWritable();
            if (!writable) {
                direct.onceWritable(onRoom);
            }
            return !writable || socket.isClosed();
        }
        try {
            return socket.writeQueueFull();
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    @Override
    public void close(short code, String reason) {
        socket.close(code, reason).onFailure(e -> LOG.debug("A WebSocket did not close in order", e));
    }

    /** Reports what the client does on this WebSocket to the session, on the session's thread. */
    void attachTo(Session session) {
        EngineSession engine = session.engine();
        Owner owner = session.owner();
        onRoom = () -> engine.wireDrained(this);
        if (!owner.isCurrent()) {
            channel = null;
        }
        socket.textMessageHandler(text -> owner.execute(() -> engine.text(this, text)));
        socket.binaryMessageHandler(data -> owner.execute(() -> engine.binary(this, data)));
        socket.drainHandler(drained -> owner.execute(onRoom));
        socket.exceptionHandler(e -> owner.execute(() -> engine.wireClosed(this, Reason.TRANSPORT_ERROR)));
        socket.closeHandler(closed -> owner.execute(() -> engine.wireClosed(this, Reason.TRANSPORT_CLOSE)));
    }
}
