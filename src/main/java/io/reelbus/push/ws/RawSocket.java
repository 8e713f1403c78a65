package io.reelbus.push.ws;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.reelbus.push.FrameSocket;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.reelbus.push.socketio.Cut;
import io.reelbus.push.socketio.LoopTimers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One raw WebSocket: text or binary frames {@code {"event": ..., "data": ...}} both ways. */
final class RawSocket extends FrameSocket {
    private static final Logger LOG = LoggerFactory.getLogger(RawSocket.class);
    private static final short GOING_AWAY = 1001;
    private static final short SERVICE_RESTART = 1012;
    private static final short POLICY = 1008;
    private static final short TOO_BIG = 1009;

    private final ServerWebSocket socket;
    private final Cut cut;
    private final Context context;
    private final PushConfig config;
    private boolean heard = true;
    private boolean heldUp;
    /** Nothing is taken and nothing sent behind a close frame. */
    private boolean closing;

    private Runnable onDrain = () -> {};
    private Runnable cancelPing = () -> {};

    private RawSocket(Context context, ServerWebSocket socket, Cut cut, Rooms rooms, PushConfig config, Place place) {
        super(rooms, place);
        this.context = context;
        this.socket = socket;
        this.cut = cut;
        this.config = config;
    }

    /** Serves an accepted WebSocket that is still open, on its context, until it closes; until then it is in the set. */
    static RawSocket serve(
            Vertx vertx,
            ServerWebSocket socket,
            Cut cut,
            Rooms rooms,
            PushConfig config,
            Place place,
            Set<RawSocket> open) {
        RawSocket raw = new RawSocket(vertx.getOrCreateContext(), socket, cut, rooms, config, place);
        raw.pingLater();
        socket.pongHandler(pong -> raw.heard = true);
        socket.textMessageHandler(raw::heard);
        socket.binaryMessageHandler(bytes -> raw.heard(bytes.toString()));
        socket.frameHandler(any -> raw.holdUp());
        socket.drainHandler(empty -> raw.drained());
        socket.exceptionHandler(raw::failed);
        socket.closeHandler(closed -> {
            raw.cancelPing.run();
            boolean removed = open.remove(raw);
            raw.gone();
            place.close();
        });
        boolean added = open.add(raw);
        return raw;
    }

    /** Closes the connection so that the client comes back, here or to another node. From any context. */
    Future<Void> goAway() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(task -> goodbye(SERVICE_RESTART, "the node stops").onComplete(closed));
        return closed.future();
    }

    private void pingLater() {
        cancelPing = LoopTimers.of(context).after(Duration.ofMillis(config.pingIntervalMs()), context, this::ping);
    }

    /** Closes the connection of a client that has vanished: it has not answered the last ping. */
    private void ping() {
        if (!heard) {
            close(GOING_AWAY, "ping timeout");
            return;
        }
        heard = false;
        pingLater();
        socket.writePing(Buffer.buffer("?")).onFailure(trouble -> LOG.debug("ping failed", trouble));
    }

    private void heard(String text) {
        heard = true;
        if (closing) {
            return;
        }
        if (isTooBig(text)) {
            close(TOO_BIG, tooBig());
        } else {
            received(text);
        }
    }

    /** Vert.x refuses by itself what is larger than any protocol on the port allows, as one frame or as several. */
    private void failed(Throwable trouble) {
        LOG.debug("websocket failed", trouble);
        boolean tooBig = trouble instanceof IllegalStateException
                || (trouble instanceof CorruptedWebSocketFrameException frame && isTooBig(frame.closeStatus()));
        if (tooBig && !closing) {
            close(TOO_BIG, tooBig());
        }
    }

    private static boolean isTooBig(WebSocketCloseStatus status) {
        return status.code() == TOO_BIG;
    }

    /**
     * Who does not read its answers, those to its pings included, may not ask for more: they would fill the memory. It is
     * held up behind this frame, for Vert.x lets another in for each ping that it has handled, even if it is paused.
     */
    private void holdUp() {
        if (!heldUp && isBackedUp()) {
            heldUp = true;
            context.runOnContext(behind -> {
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

    private void drained() {
        socket.resume();
        Runnable waiting = onDrain;
        onDrain = () -> {};
        waiting.run();
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    protected void send(String text) {
        if (!closing) {
            socket.writeTextMessage(text).onFailure(this::lost);
        }
    }

    /** Where the client has not left, something of ours was missing, as memory: it must come back to be told. */
    private void lost(Throwable trouble) {
        if (!closing && cut.isOpen() && !socket.isClosed()) {
            LOG.atWarn().setCause(trouble).log("could not write to a socket; its connection ends");
            cut.now();
        }
    }

    /**
     * From the client's close frame on a WebSocket throws when asked this, some time before it reports its end: who is
     * told the same event after it must not miss that for it.
     */
    @Override
    public boolean isFull() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable drained) {
        onDrain = drained;
    }

    @Override
    public void end(String reason) {
        close(POLICY, reason);
    }

    private void close(short code, String reason) {
        goodbye(code, reason).onFailure(trouble -> LOG.debug("close failed", trouble));
    }

    /** The connection ends soon, whether or not the client reads that. */
    private Future<Void> goodbye(short code, String reason) {
        closing = true;
        cut.soon();
        return socket.close(code, reason);
    }
}
