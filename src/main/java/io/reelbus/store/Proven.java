package io.reelbus.store;

import java.util.List;
import java.util.Optional;

/**
 * What counts of an upload that is not complete: these parts, and behind them this tail. The holder that left something
 * last decides. A part that is not the one that it was is cut off with all behind it, and asked from the client again;
 * so is what a holder sent that had been taken for dead by then.
 */
record Proven(List<SentPart> parts, Optional<Beside.Left> tail) {
    static final Proven NOTHING = new Proven(List.of(), Optional.empty());

    Proven {
        parts = List.copyOf(parts);
    }

    /** {@code manifest} and {@code tail} are those of the highest fence, {@code there} the parts in the order of their numbers. */
    static Proven of(Manifest manifest, Optional<Beside.Left> tail, List<SentPart> there) {
        List<SentPart> same = manifest.proven(there);
        return tail.filter(left -> left.fence() >= manifest.fence())
                .flatMap(left -> before(left, same))
                .orElseGet(() -> new Proven(same, Optional.empty()));
    }

    /** With the parts before the tail alone; empty where they do not end where it begins. */
    private static Optional<Proven> before(Beside.Left tail, List<SentPart> parts) {
        long offset = 0;
        int n = 0;
        while (n < parts.size() && offset < tail.offset()) {
            offset += parts.get(n).size();
            n++;
        }
        return offset == tail.offset()
                ? Optional.of(new Proven(parts.subList(0, n), Optional.of(tail)))
                : Optional.empty();
    }

    /** How many bytes the parts have. */
    long sent() {
        return parts.stream().mapToLong(SentPart::size).sum();
    }

    /** How many bytes will not be lost. */
    long durable() {
        return sent() + tail.map(Beside.Left::size).orElse(0L);
    }
}
