package io.reelbus.push.ws;

import io.reelbus.push.Outlet;
import io.reelbus.push.Place;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.reelbus.push.Subscriber;
import io.reelbus.push.Telling;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One raw WebSocket: text or binary frames {@code {"event": ..., "data": ...}} both ways. */
final class RawSocket implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(RawSocket.class);
    private static final Function<Telling, String> FRAME =
            telling -> "{\"event\":\"" + telling.event() + "\",\"data\":" + telling.json() + "}";
    private static final short GOING_AWAY = 1001;
    private static final short SERVICE_RESTART = 1012;
    private static final short POLICY = 1008;
    private static final short TOO_BIG = 1009;

    private final ServerWebSocket socket;
    private final Context context;
    private final PushConfig config;
    private final Subscriber subscriber;
    private boolean heard = true;
    private Runnable onDrain = () -> {};

    private RawSocket(Context context, ServerWebSocket socket, Rooms rooms, PushConfig config, Place place) {
        this.context = context;
        this.socket = socket;
        this.config = config;
        this.subscriber = new Subscriber(rooms, place, this);
    }

    /** Serves an accepted WebSocket that is still open, on its context, until it closes; until then it is in the set. */
    static RawSocket serve(
            Vertx vertx, ServerWebSocket socket, Rooms rooms, PushConfig config, Place place, Set<RawSocket> open) {
        RawSocket raw = new RawSocket(vertx.getOrCreateContext(), socket, rooms, config, place);
        long ping = vertx.setPeriodic(config.pingIntervalMs(), tick -> raw.ping());
        socket.pongHandler(pong -> raw.heard = true);
        socket.textMessageHandler(raw::received);
        socket.binaryMessageHandler(bytes -> raw.received(bytes.toString()));
        socket.drainHandler(empty -> raw.drained());
        socket.exceptionHandler(trouble -> LOG.debug("websocket failed", trouble));
        socket.closeHandler(closed -> {
            boolean unused = vertx.cancelTimer(ping);
            boolean removed = open.remove(raw);
            raw.subscriber.close();
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

    private void received(String text) {
        heard = true;
        if (text.length() > config.maxPayloadBytes()) {
            socket.close(TOO_BIG).onFailure(trouble -> LOG.debug("close failed", trouble));
            return;
        }
        handle(text);
        if (!socket.isClosed() && socket.writeQueueFull()) {
            // Who does not read its answers may not ask for more: they would fill the memory.
            socket.pause();
        }
    }

    private void handle(String text) {
        try {
            if (!(Json.decodeValue(text) instanceof JsonObject frame)) {
                complainOfFrame(text);
                return;
            }
            Object event = frame.getValue("event");
            if (Subscriber.SUBSCRIBE.equals(event)) {
                subscriber.subscribe(frame.getValue("data"), acknowledged -> {});
            } else if (Subscriber.UNSUBSCRIBE.equals(event)) {
                subscriber.unsubscribe(frame.getValue("data"), acknowledged -> {});
            } else {
                complain("unknown event; known are subscribe:file and unsubscribe:file", String.valueOf(event));
            }
        } catch (DecodeException e) {
            complainOfFrame(text);
        }
    }

    private void drained() {
        socket.resume();
        Runnable waiting = onDrain;
        onDrain = () -> {};
        waiting.run();
    }

    private void complainOfFrame(String text) {
        complain(
                "a frame must be a JSON object such as {\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"...\"}}",
                text.substring(0, Math.min(text.length(), 100)));
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public void tell(Telling telling) {
        send(telling.as(FRAME));
    }

    @Override
    public void reply(String event, JsonObject data) {
        send(new JsonObject().put("event", event).put("data", data).encode());
    }

    @Override
    public void complain(String message, Object cause) {
        reply("error", new JsonObject().put("message", message).put("cause", cause));
    }

    private void send(String text) {
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
