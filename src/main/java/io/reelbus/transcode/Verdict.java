package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Judges how a run of ffmpeg ended, in sentences for people: without paths, exit codes or ffmpeg's own words. */
final class Verdict {
    /** How a shell would report SIGXFSZ: the limit on the size of files. */
    private static final int FILE_TOO_LARGE = 128 + 25;

    private static final int HELD_FRAMES = 4;

    private Verdict() {}

    /** What is wrong with a run that did not end by itself. */
    static Optional<FailureException> onEnd(Exit exit, Limits limits) {
        return Optional.ofNullable(
                switch (exit.end()) {
                    case ITSELF -> null;
                    case KILLED -> Failure.CANCELED.asException();
                    case STALLED ->
                        Failure.TIMED_OUT.because("The work on the video stood still for "
                                + seconds(limits.stallMillis() / 1000.0) + " and was stopped.");
                    case OVERTIME ->
                        Failure.TIMED_OUT.because("The work on the video took more than "
                                + seconds(limits.wallMillis() / 1000.0) + " and was stopped.");
                });
    }

    /** What is wrong with a probe that cannot say anything about its file; whatever the file is, it is not to blame. */
    static Optional<FailureException> onProbe(Exit exit, Limits limits) {
        Optional<FailureException> broken = onEnd(exit, limits);
        // 126 and 127: a command that could not be run. Up to 159: a signal. ffmpeg's own codes are outside of these.
        boolean crashed = exit.code() >= 126 && exit.code() < 160;
        boolean hindered = Stream.of(
                        "No such file", "Permission denied", "Input/output error", "Cannot allocate memory")
                .anyMatch(exit::saidThat);
        return broken.isPresent() || !(crashed || hindered)
                ? broken
                : Optional.of(Failure.TRANSCODE_FAILED.because("The file could not be examined."));
    }

    /** Why a file could not be opened as media. */
    static FailureException unreadable(Exit exit) {
        // Any text is "detected" as MP4 for its name alone; a real one without its index was cut off.
        boolean mp4 = !exit.saidThat("misdetection possible");
        if (mp4 && (exit.saidThat("moov atom not found") || exit.saidThat("atom truncated"))) {
            return Failure.TRUNCATED.because("The video is incomplete: its index, which is written last, is missing.");
        }
        return Failure.NOT_A_VIDEO.asException();
    }

    /**
     * What is wrong with a transcode; empty: it is good.
     *
     * @param declaredSeconds how long the file says it is, where it does
     * @param pictures whether pictures were to be made
     */
    static Optional<FailureException> onTranscode(
            Exit exit, Limits limits, OptionalDouble declaredSeconds, boolean pictures) {
        Optional<FailureException> broken = onEnd(exit, limits).or(() -> onDisk(exit));
        if (broken.isPresent()) {
            return broken;
        }
        double done = exit.progress().seconds();
        boolean nothing = pictures ? exit.progress().frame() == 0 : done == 0;
        boolean ended = cutOff(exit) || exit.isClean() && !nothing;
        if (ended
                && declaredSeconds.isPresent()
                && isShort(done + held(exit.progress()), declaredSeconds.getAsDouble())) {
            return Optional.of(Failure.TRUNCATED.because("The video is incomplete: it ends after " + seconds(done)
                    + " of " + seconds(declaredSeconds.getAsDouble()) + "."));
        }
        if (!exit.isClean()) {
            return Optional.of(Failure.TRANSCODE_FAILED.asException());
        }
        return nothing
                ? Optional.of(Failure.NOT_A_VIDEO.because(
                        pictures
                                ? "The pictures of this video cannot be read."
                                : "The sound of this file cannot be read."))
                : Optional.empty();
    }

    /** What is wrong with the making of a poster; empty: it is good. */
    static Optional<FailureException> onPoster(Exit exit, Limits limits) {
        Optional<FailureException> broken = onEnd(exit, limits).or(() -> onDisk(exit));
        return broken.isPresent() || exit.isClean()
                ? broken
                : Optional.of(Failure.TRANSCODE_FAILED.because("No preview picture could be made of the video."));
    }

    /** ffmpeg ends with success on some full disks, so what it said counts. */
    private static Optional<FailureException> onDisk(Exit exit) {
        if (exit.saidThat("No space left on device") || exit.saidThat("Disk quota exceeded")) {
            return Optional.of(Failure.DISK_FULL.asException());
        }
        if (exit.code() == FILE_TOO_LARGE || exit.saidThat("File too large")) {
            return Optional.of(
                    Failure.TOO_LARGE.because("The converted video would be larger than this server allows."));
        }
        return Optional.empty();
    }

    private static boolean cutOff(Exit exit) {
        return exit.saidThat("partial file") || exit.saidThat("File ended prematurely");
    }

    /** The last report lags: an encoder holds some frames back to put them in order, and at low rates those are long. */
    private static double held(Progress last) {
        return last.frame() == 0 ? 0 : HELD_FRAMES * last.seconds() / last.frame();
    }

    /** Headers are not exact: a second, or a tenth of long ones, may be missing. */
    private static boolean isShort(double done, double expected) {
        return done < expected - Math.max(1, expected / 10);
    }

    private static String seconds(double seconds) {
        if (seconds >= 7200) {
            return String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
        }
        return seconds < 10 && seconds != Math.rint(seconds)
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : Math.round(seconds) + " s";
    }
}
