package io.reelbus.upload;

import java.util.concurrent.TimeUnit;

/**
 * Tells a client that hardly sends anything, so that it cannot hold a connection and an open file for ever. What counts
 * is each stretch of {@value #WINDOW_SECONDS} seconds: short pauses are no matter.
 */
public final class Rate {
    static final int WINDOW_SECONDS = 30;

    private final long least;
    private long from;
    private long before;

    /** {@code bytesPerSecond}: what it must send at least; 0 lets it send as slowly as it likes. */
    public Rate(int bytesPerSecond, long nowNanos) {
        this.least = (long) bytesPerSecond * WINDOW_SECONDS;
        this.from = nowNanos;
    }

    /** {@code bytes} is what it has sent so far; {@code waiting} says that it is the server who waits for the client. */
    public boolean isTooSlow(long bytes, boolean waiting, long nowNanos) {
        if (!waiting || bytes - before >= Math.max(1, least)) {
            from = nowNanos;
            before = bytes;
            return false;
        }
        return least > 0 && nowNanos - from >= TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    }
}
