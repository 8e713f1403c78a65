package io.reelbus.transcode.hls;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the tracks of one group are called, no two the same (RFC 8216, 4.3.4.1.1). */
final class TrackNames {
    private static final int MOST = 80;

    private final Set<String> taken = new HashSet<>();

    /** The title where there is one, else the language, else {@code otherwise}; numbered where that is taken. */
    String of(Optional<String> title, Optional<String> language, String otherwise) {
        String wanted = title.map(TrackNames::shown)
                .filter(text -> !text.isEmpty())
                .or(() -> language.map(Languages::name))
                .orElse(otherwise);
        String name = wanted;
        for (int number = 2; !taken.add(name); number++) {
            name = wanted + " " + number;
        }
        return name;
    }

    private static String shown(String title) {
        String line = title.replaceAll("[\\p{C}\\p{Z}\"]+", " ").strip();
        return line.codePointCount(0, line.length()) <= MOST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST)).strip();
    }
}
