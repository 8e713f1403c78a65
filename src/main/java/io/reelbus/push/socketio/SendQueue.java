package io.reelbus.push.socketio;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The packets that wait for a client, in order, bounded in bytes. */
final class SendQueue {
    /** The part of what may wait at all: 64 KiB by default. */
    private static final int MUCH = 64;

    private final ArrayDeque<Outbound> packets = new ArrayDeque<>();
    private final long maxBytes;
    private long bytes;

    SendQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /** Whether more waits than a client that polls as soon as it is answered leaves waiting. */
    boolean isMuch() {
        return bytes >= maxBytes / MUCH;
    }

    /** Whether there was room for it. */
    boolean offer(Outbound packet) {
        if (bytes + packet.bytes() > maxBytes) {
            return false;
        }
        packets.add(packet);
        bytes += packet.bytes();
        return true;
    }

    @Nullable
    Outbound poll() {
        Outbound packet = packets.poll();
        if (packet != null) {
            bytes -= packet.bytes();
        }
        return packet;
    }

    /** The next payload of a polling client: at least one packet, and as many more as fit. */
    String pollPayload(int maxPayload) {
        var payload = new StringBuilder();
        long length = 0;
        for (Outbound next = packets.peek(); next != null; next = packets.peek()) {
            length += next.bytes() + (payload.isEmpty() ? 0 : 1);
            if (!payload.isEmpty()) {
                if (length > maxPayload) {
                    break;
                }
                payload.append(EngineCodec.SEPARATOR);
            }
            payload.append(next.polled());
            bytes -= next.bytes();
            packets.remove();
        }
        return payload.toString();
    }

    void clear() {
        packets.clear();
        bytes = 0;
    }
}
