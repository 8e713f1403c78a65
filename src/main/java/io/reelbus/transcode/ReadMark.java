package io.reelbus.transcode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * How much of a file a reader is done with, by where it reads. What it reads when it opens the file, here and there and
 * sometimes at the very end, it only looks at: so the least of the last second counts, and only once that has risen.
 */
final class ReadMark {
    private static final long SECOND = 1_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private double opened = -1;

    /** The reader is at this share of the file (0 to 1) now. The share that it is done with; empty while unknown. */
    OptionalDouble accept(long nanos, double share) {
        Sample before = null;
        while (!samples.isEmpty() && samples.getFirst().nanos <= nanos - SECOND) {
            before = samples.removeFirst();
        }
        if (before != null) {
            samples.addFirst(before);
        }
        samples.addLast(new Sample(nanos, share > 0 ? Math.min(1, share) : 0));
        if (samples.getFirst().nanos > nanos - SECOND) {
            return OptionalDouble.empty();
        }
        double least = samples.stream().mapToDouble(Sample::share).min().orElse(0);
        if (opened < 0) {
            opened = least;
        }
        return least > opened ? OptionalDouble.of(least) : OptionalDouble.empty();
    }

    private record Sample(long nanos, double share) {}
}
