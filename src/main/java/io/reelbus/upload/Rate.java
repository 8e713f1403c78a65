package io.reelbus.upload;

import java.util.concurrent.TimeUnit;

/**
 * Tells a client that hardly sends anything, so that it cannot hold a connection and an open file for ever. What counts
 * is each stretch of so many seconds: shorter pauses are no matter.
 */
final class Rate {
    private final long window;
    private final long least;
    private long from;
    private long before;

    /** {@code bytesPerSecond}: what it must send at least; 0 lets it send as slowly as it likes. */
    Rate(int bytesPerSecond, int seconds, long nowNanos) {
        this.window = TimeUnit.SECONDS.toNanos(seconds);
        this.least = (long) bytesPerSecond * seconds;
        this.from = nowNanos;
    }

    /** {@code bytes} is what it has sent so far; {@code waiting} says that it is the server who waits for the client. */
    boolean isTooSlow(long bytes, boolean waiting, long nowNanos) {
        if (!waiting || bytes - before >= Math.max(1, least)) {
            from = nowNanos;
            before = bytes;
            return false;
        }
        return least > 0 && nowNanos - from >= window;
    }
}
