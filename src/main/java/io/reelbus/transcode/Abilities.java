package io.reelbus.transcode;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an ffmpeg was built with, by the names that it lists. */
record Abilities(Set<String> encoders, Set<String> filters) {
    // Flags, name, description; the legend above the list has no name in this place.
    private static final Pattern LINE = Pattern.compile("^ [A-Z.|]{3,6} ([A-Za-z0-9_-]+) .*");

    Abilities {
        encoders = Set.copyOf(encoders);
        filters = Set.copyOf(filters);
    }

    /** The names in what {@code -encoders} or {@code -filters} prints. */
    static Set<String> names(String listed) {
        return listed.lines()
                .map(LINE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }
}
