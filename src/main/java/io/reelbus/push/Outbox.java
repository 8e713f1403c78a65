package io.reelbus.push;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What waits for one socket whose transport can take no more: every lifecycle event, and of each file at most the
 * latest progress. While the transport takes what it is given, nothing ever waits here.
 */
final class Outbox {
    /** In the order in which they leave. The key of a progress is its file, of any other event the event itself. */
    private final Map<Object, Telling> waiting = new LinkedHashMap<>();

    private final Consumer<Telling> transport;
    private final BooleanSupplier full;
    private long bytes;

    Outbox(Consumer<Telling> transport, BooleanSupplier full) {
        this.transport = transport;
        this.full = full;
    }

    /** Sends it, or keeps it until {@link #drain}. True when something waits. */
    boolean offer(Telling telling) {
        if (waiting.isEmpty() && !full.getAsBoolean()) {
            transport.accept(telling);
            return false;
        }
        Object key = telling.isConflatable() ? telling.fileId() : telling;
        Telling older = waiting.remove(key);
        bytes += telling.bytes() - (older == null ? 0 : older.bytes());
        waiting.put(key, telling);
        return true;
    }

    /** Sends what waits for as long as the transport takes it. True when something still waits. */
    boolean drain() {
        // Handing one on may end the connection, after which nothing waits.
        while (!waiting.isEmpty() && !full.getAsBoolean()) {
            Iterator<Telling> next = waiting.values().iterator();
            Telling telling = next.next();
            next.remove();
            bytes -= telling.bytes();
            transport.accept(telling);
        }
        return !waiting.isEmpty();
    }

    /** Forgets what waits of a file that is not watched any more. */
    void forget(String fileId) {
        Iterator<Telling> each = waiting.values().iterator();
        while (each.hasNext()) {
            Telling telling = each.next();
            if (telling.fileId().equals(fileId)) {
                each.remove();
                bytes -= telling.bytes();
            }
        }
    }

    void clear() {
        waiting.clear();
        bytes = 0;
    }

    /** How much waits: the payloads' length. */
    long bytes() {
        return bytes;
    }

    int size() {
        return waiting.size();
    }
}
