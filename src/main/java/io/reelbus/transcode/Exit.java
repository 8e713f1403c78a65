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
 */
record Exit(int code, End end, Progress progress, List<String> said) {
    /** Who ended a run. */
    enum End {
        /** It did, or somebody outside of this process. */
        ITSELF,
        /** We, because it was not wanted any more. */
        KILLED,
        /** We, because its progress did not change for too long. */
        STALLED,
        /** We, because it ran for too long. */
        OVERTIME
    }

    /** Whether it ended by itself and without an error. */
    boolean isClean() {
        return code == 0 && end == End.ITSELF;
    }

    /** Whether any of the last lines contains this. */
    boolean saidThat(String words) {
        return said.stream().anyMatch(line -> line.contains(words));
    }

    /** For operators: what it said, and how it ended. */
    List<String> lastWords() {
        return Stream.concat(said.stream(), Stream.of("ffmpeg ended: " + end + ", exit code " + code))
                .toList();
    }
}
