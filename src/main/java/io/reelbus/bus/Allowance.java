package io.reelbus.bus;

import java.util.concurrent.TimeUnit;

/**
 * So many per second and no more, with a second's worth at once; what is refused is counted. From any thread; times are
 * those of {@link System#nanoTime}.
 */
final class Allowance {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private double left;
    private long asOf;
    private long refused;

    Allowance(int perSecond, long now) {
        this.perSecond = perSecond;
        this.left = perSecond;
        this.asOf = now;
    }

    /** Whether one more may pass. */
    synchronized boolean take(long now) {
        left = Math.min(perSecond, left + Math.max(0, now - asOf) * (double) perSecond / SECOND);
        asOf = now;
        if (left < 1) {
            refused++;
            return false;
        }
        left--;
        return true;
    }

    /** One that had passed is left out after all. */
    synchronized void refuse() {
        refused++;
    }

    /** How many were refused since this was last asked. */
    synchronized long takeRefused() {
        long count = refused;
        refused = 0;
        return count;
    }
}
