package io.reelbus.job;

import java.util.List;

/**
 * What a worker tells operators of an attempt, whatever its outcome; clients never see it.
 *
 * @param ffmpegVersion as ffmpeg says it itself; empty where none was run
 * @param runs of ffmpeg, in the order in which they began
 */
public record AttemptReport(String ffmpegVersion, List<Run> runs) {
    /** Of an attempt that has nothing to tell, as one that ended before it ran anything. */
    public static final AttemptReport NONE = new AttemptReport("", List.of());

    public AttemptReport {
        runs = List.copyOf(runs);
    }

    /**
     * One run of ffmpeg.
     *
     * @param step what it was for, for instance {@code transcode}
     * @param arguments as it was given them, with the paths of the worker's machine
     * @param wallSeconds how long it ran
     * @param cpuSeconds how long processors worked for it, as far as that was seen
     * @param exit its exit code
     * @param said its last words, line by line; also those of a run that succeeded
     */
    public record Run(
            String step, List<String> arguments, double wallSeconds, double cpuSeconds, int exit, List<String> said) {
        public Run {
            arguments = List.copyOf(arguments);
            said = List.copyOf(said);
            if (!isTime(wallSeconds) || !isTime(cpuSeconds)) {
                throw new IllegalArgumentException("a run takes a time that is finite and not negative");
            }
        }

        private static boolean isTime(double seconds) {
            return Double.isFinite(seconds) && seconds >= 0;
        }
    }
}
