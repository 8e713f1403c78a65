package io.reelbus.transcode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * How fast a step goes now: what was done in the last seconds of wall time. These are an eighth of the time it has taken
 * so far, so that the speed of a long video is that of more than one scene; but no fewer than 5 s and no more than 30 s.
 * The first second, in which an encoder fills, is left out as soon as there is another.
 */
final class Speed {
    private static final double SECOND = 1e9;
    private static final double SHORTEST = 5 * SECOND;
    private static final double LONGEST = 30 * SECOND;
    private static final double ENOUGH = 0.5 * SECOND;
    private static final double SETTLED = 0.75 * SECOND;
    private static final double APART = 0.2 * SECOND;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long beganAt;

    /** So much of the step (0 to 1) is done now. The share that is done in a second; empty while unknown. */
    OptionalDouble perSecond(long nanos, double done) {
        Sample last = samples.peekLast();
        if (last == null) {
            if (done > 0) {
                beganAt = nanos;
                samples.add(new Sample(nanos, done));
            }
            return OptionalDouble.empty();
        }
        if (nanos - last.nanos >= APART) {
            samples.add(new Sample(nanos, done));
        }
        forget(nanos);
        Sample first = samples.getFirst();
        double rate = (done - first.done) / ((nanos - first.nanos) / SECOND);
        return nanos - first.nanos >= ENOUGH && rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty();
    }

    /** What is done is counted in another way from now on. */
    void restart() {
        samples.clear();
    }

    private void forget(long nanos) {
        double elapsed = nanos - beganAt;
        double window = Math.min(LONGEST, Math.max(SHORTEST, elapsed / 8));
        while (samples.size() > 1
                && (second().nanos <= nanos - window
                        || elapsed >= SECOND + SETTLED && samples.getFirst().nanos < beganAt + SECOND)) {
            samples.removeFirst();
        }
    }

    private Sample second() {
        Sample first = samples.removeFirst();
        Sample second = samples.getFirst();
        samples.addFirst(first);
        return second;
    }

    private record Sample(long nanos, double done) {}
}
