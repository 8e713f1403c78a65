package io.reelbus.push;

import io.vertx.core.Context;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Who reads at the other end of one socket. What it cannot take at once waits in its outbox; when too much waits, or
 * it takes nothing for too long, its connection ends. Used on the socket's context alone.
 */
final class Reader {
    private final Outlet outlet;
    private final Outbox outbox;
    private final SlowReaders slow;
    private final PushMeters meters;
    private final long maxBytes;
    private final long stuckNanos;
    private final LongSupplier clock;
    /** When the transport last took something while something waited. */
    private long takenAt;

    private boolean draining;
    private boolean ended;
    private long counted;

    /** {@code transport} hands one on; {@code clock} gives nanoseconds, as {@link System#nanoTime()}. */
    Reader(
            Outlet outlet,
            Consumer<Telling> transport,
            PushConfig config,
            SlowReaders slow,
            PushMeters meters,
            LongSupplier clock) {
        this.outlet = outlet;
        this.outbox = new Outbox(transport, outlet::isFull);
        this.slow = slow;
        this.meters = meters;
        this.maxBytes = config.maxOutboxBytes();
        this.stuckNanos = TimeUnit.SECONDS.toNanos(config.stuckSeconds());
        this.clock = clock;
    }

    Context context() {
        return outlet.context();
    }

    /** Whether what is to be told may go to the transport, with nothing before it. */
    boolean takesNow() {
        return !ended && outbox.size() == 0 && !outlet.isFull();
    }

    void tell(Telling telling) {
        if (ended || !outbox.offer(telling)) {
            return;
        }
        count();
        if (outbox.bytes() > maxBytes) {
            end(Limit.OUTBOX, "too much waits for a slow reader");
        } else if (!draining) {
            takenAt = clock.getAsLong();
            slow.add(this);
            awaitDrain();
        }
    }

    private void awaitDrain() {
        draining = true;
        outlet.onDrain(this::drain);
    }

    private void drain() {
        draining = false;
        if (ended) {
            return;
        }
        takenAt = clock.getAsLong();
        boolean waits = outbox.drain();
        count();
        if (waits) {
            awaitDrain();
        } else {
            slow.remove(this);
        }
    }

    /** Forgets what waits of a file that is not watched any more. */
    void forget(String fileId) {
        outbox.forget(fileId);
        count();
    }

    /** Ends the connection of a reader that has taken nothing for too long. */
    void look() {
        if (draining && !ended && clock.getAsLong() - takenAt > stuckNanos) {
            end(Limit.STUCK, "reads nothing");
        }
    }

    private void end(Limit limit, String reason) {
        close();
        meters.refused(limit);
        outlet.end(reason);
    }

    /** The socket goes: what waits is for nobody. */
    void close() {
        ended = true;
        slow.remove(this);
        outbox.clear();
        count();
    }

    private void count() {
        long bytes = outbox.bytes();
        if (bytes != counted) {
            meters.waiting(bytes - counted);
            counted = bytes;
        }
    }
}
