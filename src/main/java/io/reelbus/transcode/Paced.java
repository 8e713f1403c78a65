package io.reelbus.transcode;

import io.vertx.core.Context;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/** Tells on a context, ten times a second at most, how much of a step is done. From any thread. */
final class Paced {
    private static final long APART = TimeUnit.MILLISECONDS.toNanos(100);

    private final Context context;
    private final DoubleConsumer tell;
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime());

    /** {@code tell} takes the share, from 0 to below 1: an end is told by whoever sees it. */
    Paced(Context context, DoubleConsumer tell) {
        this.context = context;
        this.tell = tell;
    }

    /** So many of all bytes are done. */
    void accept(long bytes, long all) {
        long now = System.nanoTime();
        long before = toldAt.get();
        if (bytes < all && now - before > APART && toldAt.compareAndSet(before, now)) {
            context.runOnContext(there -> tell.accept(bytes / (double) all));
        }
    }
}
