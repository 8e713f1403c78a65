package io.reelbus.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts that one holder of an upload vouches for: those it found proven when it took over, and those it sent. Only
 * that of the highest fence counts, so a holder that was taken for dead can vouch for nothing any more, and a part that
 * it sends late is not the one of that number here.
 *
 * @param parts numbered from 1 on
 */
record Manifest(long fence, List<SentPart> parts) {
    /** Vouches for nothing. */
    static final Manifest NONE = new Manifest(0, List.of());

    Manifest {
        parts = List.copyOf(parts);
    }

    /** A line for each part in the order of their numbers: its size in bytes, a space and its tag. */
    String text() {
        StringBuilder lines = new StringBuilder();
        parts.forEach(each ->
                lines.append(each.size()).append(' ').append(each.bareTag()).append('\n'));
        return lines.toString();
    }

    /** What is no such text ends at its first line that is none. */
    static Manifest parse(long fence, String text) {
        List<SentPart> parts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 2);
            if (words.length < 2 || !words[0].matches("\\d{1,18}")) {
                break;
            }
            parts.add(new SentPart(parts.size() + 1, Long.parseLong(words[0]), words[1]));
        }
        return new Manifest(fence, parts);
    }

    /**
     * The first ones of these, in the order of their numbers, that it vouches for. Where one is another, what is behind
     * it is not where it was any more.
     */
    List<SentPart> proven(List<SentPart> there) {
        int n = 0;
        while (n < Math.min(parts.size(), there.size()) && parts.get(n).is(there.get(n))) {
            n++;
        }
        return List.copyOf(there.subList(0, n));
    }
}
