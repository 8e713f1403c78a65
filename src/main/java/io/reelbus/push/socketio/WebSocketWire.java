package io.reelbus.push.socketio;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x WebSocket. It may be written to from the session's thread, which need not be its own. */
final class WebSocketWire implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketWire.class);

    private final ServerWebSocket socket;
    private final Cut cut;
    private boolean heldUp;
    /**
     * Whether a close frame has come or gone. Vert.x knows too, behind a lock that costs more than all else that is done
     * to send an event.
     */
    private boolean closing;

    /** What is below it; used where the session lives on its event loop. */
    private @Nullable FrameChannel channel;

    private Runnable onRoom = () -> {};

    WebSocketWire(ServerWebSocket socket, @Nullable FrameChannel channel, Cut cut) {
        this.socket = socket;
        this.channel = channel;
        this.cut = cut;
    }

    /** Whether it has ended before anybody listened. */
    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void text(String packet) {
        socket.writeTextMessage(packet).onFailure(this::lost);
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
        socket.writeBinaryMessage(data).onFailure(this::lost);
    }

    /** Where the client has not left, something of ours was missing, as memory: it must come back to be told. */
    private void lost(Throwable trouble) {
        if (cut.isOpen() && !socket.isClosed()) {
            LOG.warn("A WebSocket could not be written to; its connection ends", trouble);
            cut.now();
        }
    }

    @Override
    public boolean isFull() {
        FrameChannel direct = channel;
        if (direct != null) {
            boolean writable = direct.isWritable();
            if (!writable) {
                direct.onceWritable(onRoom);
            }
            return !writable || closing;
        }
        try {
            return socket.writeQueueFull();
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    @Override
    public void close(short code, String reason) {
        cut.soon();
        closing = true;
        socket.close(code, reason).onFailure(e -> LOG.debug("A WebSocket did not close in order", e));
    }

    /** Vert.x refuses by itself what is larger than it takes at all, as one frame or as several. */
    private static String reason(Throwable trouble) {
        boolean tooBig = trouble instanceof IllegalStateException
                || (trouble instanceof CorruptedWebSocketFrameException frame && isTooBig(frame.closeStatus()));
        return tooBig ? Reason.TOO_BIG : Reason.TRANSPORT_ERROR;
    }

    private static boolean isTooBig(WebSocketCloseStatus status) {
        return status.code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code();
    }

    /**
     * Who does not read its answers, those to its pings included, may not ask for more: they would fill the memory. It is
     * held up behind this frame, for Vert.x lets another in for each ping that it has handled, even if it is paused.
     */
    private void holdUp() {
        if (!heldUp && isBackedUp()) {
            heldUp = true;
            Vertx.currentContext().runOnContext(behind -> {
                heldUp = false;
                if (isBackedUp()) {
                    socket.pause();
                }
            });
        }
    }

    private boolean isBackedUp() {
        return !socket.isClosed() && socket.writeQueueFull();
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
        socket.frameHandler(frame -> {
            closing |= frame.isClose();
            holdUp();
        });
        socket.drainHandler(drained -> {
            socket.resume();
            owner.execute(onRoom);
        });
        socket.exceptionHandler(e -> owner.execute(() -> engine.wireClosed(this, reason(e))));
        socket.closeHandler(closed -> owner.execute(() -> engine.wireClosed(this, Reason.TRANSPORT_CLOSE)));
    }
}
