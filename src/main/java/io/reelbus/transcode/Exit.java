package io.reelbus.transcode;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a run of ffmpeg ended.
 *
 * @param code its exit code; 128 and the number of the signal that killed it
 * @param end who ended it
 * @param progress the last report
 * @param said the last lines of its standard error
 * @param usage what it took
 * @param arguments what it was run with, without its own name
 */
record Exit(int code, End end, Progress progress, List<String> said, Usage usage, List<String> arguments) {
    Exit {
        said = List.copyOf(said);
        arguments = List.copyOf(arguments);
    }

    /** Who ended a run. */
    enum End {
        /** It did, or somebody outside of this process. */
        ITSELF,
        /** We, because it was not wanted any more. */
        KILLED,
        /** We, because nothing changed for too long. */
        STALLED,
        /** We, because it ran for too long. */
        OVERTIME,
        /** We, because it took too much CPU time. */
        BUSY,
        /** We, because it wrote too much. */
        OUTGROWN,
        /** We, because what it made was longer than any video may be. */
        ENDLESS
    }

    /** Whether it ended by itself and without an error. */
    boolean isClean() {
        return code == 0 && end == End.ITSELF;
    }

    /** Whether any of its {@link #complaints} contains this. */
    boolean saidThat(String words) {
        return complaints().anyMatch(line -> line.contains(words));
    }

    /**
     * Of the last lines those that are its own words. What it tells of a file is indented, all that was written into it
     * too: a title that speaks of an error is none.
     */
    Stream<String> complaints() {
        return said.stream().filter(line -> !line.startsWith(" "));
    }

    /** For operators: what it was run with, what it said, and how it ended. */
    List<String> lastWords() {
        return Stream.of(
                        Stream.of("ffmpeg " + String.join(" ", arguments)),
                        said.stream(),
                        Stream.of("ffmpeg ended: " + end + ", exit code " + code + ", after " + usage))
                .flatMap(lines -> lines)
                .toList();
    }
}
