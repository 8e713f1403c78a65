package io.reelbus.push.ws;

import io.reelbus.push.FrameSocket;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
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
    private final Context context;
    private final PushConfig config;
    private boolean heard = true;
    private Runnable onDrain = () -> {};

    private RawSocket(Context context, ServerWebSocket socket, Rooms rooms, PushConfig config, Place place) {
        super(rooms, place);
        this.context = context;
        this.socket = socket;
        this.config = config;
    }

    /** Serves an accepted WebSocket that is still open, on its context, until it closes; until then it is in the set. */
    static RawSocket serve(
            Vertx vertx, ServerWebSocket socket, Rooms rooms, PushConfig config, Place place, Set<RawSocket> open) {
        RawSocket raw = new RawSocket(vertx.getOrCreateContext(), socket, rooms, config, place);
        long ping = vertx.setPeriodic(config.pingIntervalMs(), tick -> raw.ping());
        socket.pongHandler(pong -> raw.heard = true);
        socket.textMessageHandler(raw::heard);
        socket.binaryMessageHandler(bytes -> raw.heard(bytes.toString()));
        socket.drainHandler(empty -> raw.drained());
        socket.exceptionHandler(trouble -> LOG.debug("websocket failed", trouble));
        socket.closeHandler(closed -> {
            boolean unused = vertx.cancelTimer(ping);
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
        context.runOnContext(
                task -> socket.close(SERVICE_RESTART, "the node stops").onComplete(closed));
        return closed.future();
    }

    /** Closes the connection of a client that has vanished: it has not answered the last ping. */
    private void ping() {
        if (!heard) {
            socket.close(GOING_AWAY, "ping timeout").onFailure(trouble -> LOG.debug("close failed", trouble));
            return;
        }
        heard = false;
        socket.writePing(Buffer.buffer("?")).onFailure(trouble -> LOG.debug("ping failed", trouble));
    }

    private void heard(String text) {
        heard = true;
        if (text.length() > config.maxPayloadBytes()) {
            socket.close(TOO_BIG).onFailure(trouble -> LOG.debug("close failed", trouble));
            return;
        }
        received(text);
        if (!socket.isClosed() && socket.writeQueueFull()) {
            // Who does not read its answers may not ask for more: they would fill the memory.
            socket.pause();
        }
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
        socket.writeTextMessage(text).onFailure(gone -> LOG.debug("client left before its message", gone));
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
        socket.close(POLICY, reason).onFailure(trouble -> LOG.debug("close failed", trouble));
    }
}
