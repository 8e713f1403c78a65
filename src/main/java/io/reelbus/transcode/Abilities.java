package io.reelbus.transcode;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an ffmpeg was built with, by the names that it lists; a format of several names has each of them. */
record Abilities(Set<String> encoders, Set<String> filters, Set<String> muxers, Set<String> demuxers) {
    /** Of one of which nothing is known. */
    static final Abilities NONE = new Abilities(Set.of(), Set.of(), Set.of(), Set.of());

    // Flags, name, description; the legend above the list has no name in this place.
    private static final Pattern LINE = Pattern.compile("^ [A-Z.|]{2,6} ([A-Za-z0-9_-]+) .*");

    // Whether it is read, whether it is made, whether it is a device, which old releases do not say; then as above.
    private static final Pattern FORMAT = Pattern.compile("^ ([D ])([E ])[d ]? +([A-Za-z0-9_,-]+) .*");

    Abilities {
        encoders = Set.copyOf(encoders);
        filters = Set.copyOf(filters);
        muxers = Set.copyOf(muxers);
        demuxers = Set.copyOf(demuxers);
    }

    /** The names in what {@code -encoders} or {@code -filters} prints. */
    static Set<String> names(String listed) {
        return listed.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of what is made in what {@code -formats} prints. */
    static Set<String> muxers(String listed) {
        return formats(listed, line -> line.group(2).equals("E"));
    }

    /** The names of what is read in the same. */
    static Set<String> demuxers(String listed) {
        return formats(listed, line -> line.group(1).equals("D"));
    }

    private static Set<String> formats(String listed, Predicate<MatchResult> which) {
        return listed.lines()
                .map(FORMAT::matcher)
                .filter(Matcher::matches)
                .filter(which)
                .flatMap(line -> Stream.of(line.group(3).split(",")))
                .collect(Collectors.toUnmodifiableSet());
    }
}
