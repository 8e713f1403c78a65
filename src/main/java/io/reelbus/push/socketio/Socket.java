package io.reelbus.push.socketio;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace. What sends or closes may be called from any thread, and keeps the order of the calls
 * of one thread; the rest belongs on {@link #context()}, where all handlers run. Sending never calls a handler
 * before it returns.
 *
 * <p>Arguments are what JSON has (JsonObject, JsonArray, String, Number, Boolean, null) and Buffer, anywhere in them,
 * which travels as bytes. Read a buffer of a client by {@code getBuffer}, since {@code getValue} gives its base64.
 */
public interface Socket {
    /** The reason of a socket whose client sent more than {@link SocketIoOptions#maxPayload()} at once. */
    String TOO_BIG = Reason.TOO_BIG;

    /** The reason of a socket for which more waited than {@link SocketIoOptions#maxQueue()}. */
    String TOO_SLOW = Reason.TOO_SLOW;

    /** Names this socket; not the id of its transport's session, which is a secret of its client. */
    String sid();

    String namespace();

    /** What the client presented when it connected; empty where it presented nothing. */
    JsonObject auth();

    /** What {@link Admission} let its client in with. */
    Admission.Admitted admitted();

    /** Where the handlers of all sockets of this session run. */
    Context context();

    boolean isConnected();

    /**
     * Takes the events of this name, in place of an earlier handler. A handler that throws ends its client's
     * connection, and no other.
     */
    void on(String event, BiConsumer<JsonArray, Ack> handler);

    /** Sees every event, before the handler of its name. */
    void onAny(EventHandler handler);

    /** Takes the events for which there is no handler; without this they are ignored. */
    void onUnknownEvent(EventHandler handler);

    /** Learns why the socket went, exactly once; soon, where it is gone already. */
    void onDisconnect(Consumer<String> handler);

    /** Sends an event. Dropped where the socket is gone. */
    void emit(String event, @Nullable Object... args);

    /** Sends an event that was encoded once for many; it must be of this socket's namespace. */
    void emitEncoded(Frame frame);

    /**
     * Sends an event and waits for the client's ack. Fails with a TimeoutException, or with a CancellationException
     * that has the reason when the socket goes first.
     */
    Future<JsonArray> emitWithAck(Duration timeout, String event, @Nullable Object... args);

    /**
     * Whether the transport can take no more now: something waits for the client's next poll, or its WebSocket's
     * queue is full. Who is told so is called by {@link #onDrain} when it changes.
     */
    boolean writeQueueFull();

    /** Calls the handler once, when the transport can take more; a handler may ask for the next time. */
    void onDrain(Runnable handler);

    /**
     * Sends the client away: it gets a DISCONNECT packet and does not come back by itself. With {@code closeEngine}
     * so do its sockets in other namespaces, and the connection closes when all was sent.
     */
    void disconnect(boolean closeEngine);

    /** Closes the connection without a DISCONNECT packet, so that the client comes back. */
    void close(String reason);

    /** Takes events of any name. */
    @FunctionalInterface
    interface EventHandler {
        void handle(String event, JsonArray args, Ack ack);
    }
}
