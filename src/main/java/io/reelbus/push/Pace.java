package io.reelbus.push;

import java.util.concurrent.TimeUnit;

/**
 * How fast one client may ask: so many messages a second, after so many at once (a client that comes back subscribes
 * to all its files in one go). What comes faster is not to be executed; who keeps up ten times the pace is to be cut.
 */
final class Pace {
    private static final int FLOOD = 10;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What becomes of one message. */
    enum Verdict {
        FINE,
        /** It is too much, and the client has not been told within this second. */
        TOO_FAST,
        /** It is too much, as the client has been told. */
        STILL_TOO_FAST,
        FLOOD
    }

    private final Bucket asked;
    private final Bucket endured;
    private long toldAt;
    private boolean told;

    /** Times are those of {@link System#nanoTime()}. */
    Pace(int perSecond, int burst, long now) {
        this.asked = new Bucket(perSecond, burst, now);
        this.endured = new Bucket((double) perSecond * FLOOD, (double) burst * FLOOD, now);
    }

    Verdict take(long now) {
        if (!endured.take(now)) {
            return Verdict.FLOOD;
        }
        if (asked.take(now)) {
            return Verdict.FINE;
        }
        if (told && now - toldAt < SECOND) {
            return Verdict.STILL_TOO_FAST;
        }
        told = true;
        toldAt = now;
        return Verdict.TOO_FAST;
    }

    /** Fills steadily, and holds so much. */
    private static final class Bucket {
        private final double perNano;
        private final double most;
        private double level;
        private long filledAt;

        Bucket(double perSecond, double most, long now) {
            this.perNano = perSecond / SECOND;
            this.most = most;
            this.level = most;
            this.filledAt = now;
        }

        boolean take(long now) {
            level = Math.min(most, level + (now - filledAt) * perNano);
            filledAt = now;
            if (level < 1) {
                return false;
            }
            level--;
            return true;
        }
    }
}
