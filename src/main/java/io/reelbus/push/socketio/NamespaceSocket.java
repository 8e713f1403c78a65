package io.reelbus.push.socketio;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket of one session in one namespace. */
final class NamespaceSocket implements Socket {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceSocket.class);
    private static final EventHandler NOTHING = (event, args, ack) -> {};

    private final String sid = Sid.random();
    private final String namespace;
    private final @Nullable String pid;
    private final JsonObject auth;
    private final Owner owner;
    private final SocketIoSession session;
    private final Link link;
    private final AtomicLong nextAck = new AtomicLong();

    private final PendingAcks acks;
    private final Map<String, BiConsumer<JsonArray, Ack>> handlers = new HashMap<>();
    private final List<Consumer<String>> disconnectHandlers = new ArrayList<>();
    private final List<Runnable> drainHandlers = new ArrayList<>();
    private EventHandler anyHandler = NOTHING;
    private EventHandler unknownHandler = NOTHING;
    /** Whether the client was told that it is in the namespace. */
    private boolean joined;
    /** Why it is gone, once it is. */
    private volatile @Nullable String gone;

    /** {@code pid} names the client over its connections, where it may come back. */
    NamespaceSocket(
            String namespace, @Nullable String pid, JsonObject auth, Owner owner, SocketIoSession session, Link link) {
        this.namespace = namespace;
        this.pid = pid;
        this.auth = auth;
        this.owner = owner;
        this.session = session;
        this.link = link;
        this.acks = new PendingAcks(owner);
    }

    @Override
    public String sid() {
        return sid;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Nullable
    String pid() {
        return pid;
    }

    boolean isJoined() {
        return joined;
    }

    void joined() {
        joined = true;
    }

    @Override
    public JsonObject auth() {
        return auth;
    }

    @Override
    public Admission.Admitted admitted() {
        return session.admitted();
    }

    @Override
    public Context context() {
        return owner.context();
    }

    @Override
    public boolean isConnected() {
        return gone == null;
    }

    @Override
    public void on(String event, BiConsumer<JsonArray, Ack> handler) {
        handlers.put(event, handler);
    }

    @Override
    public void onAny(EventHandler handler) {
        anyHandler = handler;
    }

    @Override
    public void onUnknownEvent(EventHandler handler) {
        unknownHandler = handler;
    }

    @Override
    public void onDisconnect(Consumer<String> handler) {
        String reason = gone;
        if (reason == null) {
            disconnectHandlers.add(handler);
        } else {
            owner.later(() -> guard(() -> handler.accept(reason)));
        }
    }

    @Override
    public void emit(String event, @Nullable Object... args) {
        // Encoded here, on the caller's thread: it may change its arguments when this has returned.
        send(PacketWriter.event(namespace, null, event, args));
    }

    @Override
    public void emitEncoded(Frame frame) {
        if (!frame.namespace().equals(namespace)) {
            throw new IllegalArgumentException("a frame of " + frame.namespace() + " for a socket of " + namespace);
        }
        owner.execute(() -> {
            if (isConnected()) {
                link.send(frame.packet());
            }
        });
    }

    @Override
    public Future<JsonArray> emitWithAck(Duration timeout, String event, @Nullable Object... args) {
        Promise<JsonArray> promise = Promise.promise();
        long id = nextAck.getAndIncrement();
        List<Outbound> packets = PacketWriter.event(namespace, id, event, args);
        owner.execute(() -> {
            String reason = gone;
            if (reason == null) {
                acks.await(id, timeout, promise);
                packets.forEach(link::send);
            } else {
                promise.fail(new CancellationException(reason));
            }
        });
        return promise.future();
    }

    @Override
    public boolean writeQueueFull() {
        return link.isFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        drainHandlers.add(handler);
    }

    @Override
    public void disconnect(boolean closeEngine) {
        owner.execute(() -> {
            if (closeEngine && isConnected()) {
                session.disconnectAll();
            } else {
                session.disconnect(this);
            }
        });
    }

    @Override
    public void close(String reason) {
        owner.execute(() -> {
            if (isConnected()) {
                link.close(reason);
            }
        });
    }

    private void send(List<Outbound> packets) {
        owner.execute(() -> {
            if (isConnected()) {
                packets.forEach(link::send);
            }
        });
    }

    void receive(@Nullable Long id, JsonArray data) {
        String event = String.valueOf(data.getValue(0));
        var args = new JsonArray(new ArrayList<>(data.getList().subList(1, data.size())));
        var ack = new PacketAck(namespace, id, this::send);
        guard(() -> {
            anyHandler.handle(event, args, ack);
            BiConsumer<JsonArray, Ack> handler = handlers.get(event);
            if (handler != null) {
                handler.accept(args, ack);
            } else {
                unknownHandler.handle(event, args, ack);
            }
        });
    }

    void acked(long id, JsonArray args) {
        guard(() -> acks.complete(id, args));
    }

    void connected(Consumer<Socket> onConnect) {
        guard(() -> onConnect.accept(this));
    }

    /** Calls back, on the owner, with whether the client was taken back. */
    void recover(Recovery recovery, String offset, Consumer<Boolean> recovered) {
        guard(() -> recovery.recover(this, offset)
                .onComplete(taken -> owner.execute(() -> recovered.accept(Boolean.TRUE.equals(taken.result())))));
    }

    void drained() {
        List<Runnable> due = List.copyOf(drainHandlers);
        drainHandlers.clear();
        due.forEach(this::guard);
    }

    /** Tells everybody, once. */
    void leave(String reason) {
        if (gone == null) {
            gone = reason;
            guard(() -> acks.cancel(reason));
            disconnectHandlers.forEach(handler -> guard(() -> handler.accept(reason)));
            disconnectHandlers.clear();
            drainHandlers.clear();
            handlers.clear();
        }
    }

    /** A handler's mistake must not reach the event loop, nor the sockets of others. */
    private void guard(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A handler failed; its socket closes: namespace={} socket={}", namespace, sid, e);
            link.close(Reason.FORCED_CLOSE);
        }
    }
}
