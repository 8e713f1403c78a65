package io.reelbus.push.socketio;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers the event with this id, once. */
final class PacketAck implements Ack {
    private final String namespace;
    private final @Nullable Long id;
    private final Consumer<List<Outbound>> send;
    private final AtomicBoolean sent = new AtomicBoolean();

    PacketAck(String namespace, @Nullable Long id, Consumer<List<Outbound>> send) {
        this.namespace = namespace;
        this.id = id;
        this.send = send;
    }

    @Override
    public boolean isRequested() {
        return id != null;
    }

    @Override
    public void send(@Nullable Object... args) {
        if (id != null && sent.compareAndSet(false, true)) {
            send.accept(PacketWriter.ack(namespace, id, args));
        }
    }
}
