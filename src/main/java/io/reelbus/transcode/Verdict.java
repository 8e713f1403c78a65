package io.reelbus.transcode;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges how a run of ffmpeg ended, in sentences for people: without paths, exit codes or ffmpeg's own words. */
final class Verdict {
    /** How a shell would report SIGXCPU and SIGXFSZ: the limits on CPU time and on the size of files. */
    private static final int TOO_BUSY = 128 + 24;

    private static final int FILE_TOO_LARGE = 128 + 25;

    private static final int HELD_FRAMES = 4;

    /** How ffmpeg, its encoders, C++ and the loader of programs say that memory ran out. */
    private static final List<String> OUT_OF_MEMORY =
            List.of("Cannot allocate memory", "malloc of size", "bad_alloc", "failed to map segment");

    private static final Pattern STREAM = Pattern.compile("^ {2,4}Stream #0:(\\d{1,6})(?:[\\[(][^:]*)?: (\\w+): .*");
    private static final Pattern HUNDREDS_OF_HOURS = Pattern.compile("^ {2}Duration: -?\\d{3,}:.*");
    /** Releases up to 6 name the stream in the sentence, later ones in front of it. */
    private static final Pattern UNREADABLE_STREAM =
            Pattern.compile("(?!.*(?:temporarily unavailable|Cannot allocate memory))"
                    + "(?:(?:Error while opening decoder|Decoder \\(codec .{1,60}\\) not found) for input stream #0:(\\d{1,6})\\b.*"
                    + "|Cannot determine format of input stream 0:(\\d{1,6}) after EOF.*"
                    + "|\\[[vas]ist#0:(\\d{1,6})/.*Error while opening decoder.*)");

    private static final Pattern REFUSED_PICTURE = Pattern.compile(
            ".*Picture size (\\d{1,10})x(\\d{1,10}) (?:is invalid|exceeds (specified max pixel count)).*");

    private Verdict() {}

    /** What is wrong with a run that did not end by itself, or that the kernel's limits have ended. */
    static Optional<FailureException> onEnd(Exit exit, Limits limits) {
        return Optional.ofNullable(
                switch (exit.end()) {
                    case ITSELF -> exceeded(exit, limits);
                    case KILLED -> Failure.CANCELED.asException();
                    case STALLED ->
                        Failure.STALLED.because("The work on the video stood still for "
                                + seconds(limits.stallMillis() / 1000.0) + " and was stopped.");
                    case OVERTIME ->
                        Failure.TIMED_OUT.because("The work on the video took more than "
                                + seconds(limits.wallMillis() / 1000.0) + " and was stopped.");
                    case BUSY -> Failure.CPU_EXCEEDED.asException();
                    case OUTGROWN -> outgrown();
                    case ENDLESS -> Failure.TOO_LONG.asException();
                });
    }

    private static @Nullable FailureException exceeded(Exit exit, Limits limits) {
        if (exit.code() == FILE_TOO_LARGE || exit.saidThat("File too large")) {
            return outgrown();
        }
        if (exit.isClean()) {
            return null;
        }
        // At the soft limit it ends as if it had been asked to.
        if (exit.code() == TOO_BUSY || exit.usage().cpuSeconds() >= limits.cpuSeconds()) {
            return Failure.CPU_EXCEEDED.asException();
        }
        return OUT_OF_MEMORY.stream().anyMatch(exit::saidThat) ? Failure.MEMORY_EXCEEDED.asException() : null;
    }

    private static FailureException outgrown() {
        return Failure.TOO_LARGE.because("The converted video would be larger than this server allows.");
    }

    /** What is wrong with a probe that cannot say anything about its file, or says that it is too much. */
    static Optional<FailureException> onProbe(Exit exit, Limits limits, MediaBounds bounds) {
        // What it said of its file comes first: of far too many streams it says that there is no memory for them.
        Optional<FailureException> tooMuch =
                exit.end() == Exit.End.ITSELF ? onStreams(exit, bounds).or(() -> onLength(exit)) : Optional.empty();
        return tooMuch.or(() -> onEnd(exit, limits)).or(() -> hindered(exit));
    }

    /** Of very many streams not all that was said is kept: whatever was lost counts. */
    private static Optional<FailureException> onStreams(Exit exit, MediaBounds bounds) {
        List<Matcher> streams = exit.said().stream()
                .map(STREAM::matcher)
                .filter(Matcher::matches)
                .toList();
        // They need not come in order: an MPEG-TS lists them by program.
        int lost = streams.stream()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .min()
                .orElse(0);
        long kept = streams.stream()
                .filter(line -> Banner.COUNTED.contains(line.group(2)))
                .count();
        boolean tooMany = exit.saidThat("Number of streams exceeds max_streams") || lost + kept > bounds.streams();
        return tooMany ? Optional.of(Failure.TOO_MANY_STREAMS.asException()) : Optional.empty();
    }

    /** Three digits of hours are more than is ever allowed, and more than jave reads. */
    private static Optional<FailureException> onLength(Exit exit) {
        return exit.said().stream()
                        .anyMatch(line -> HUNDREDS_OF_HOURS.matcher(line).matches())
                ? Optional.of(Failure.TOO_LONG.asException())
                : Optional.empty();
    }

    /** Whatever the file is, it is not to blame. */
    private static Optional<FailureException> hindered(Exit exit) {
        // 126 and 127: a command that could not be run. Up to 159: a signal. ffmpeg's own codes are outside of these.
        boolean crashed = exit.code() >= 126 && exit.code() < 160;
        boolean hindered = Stream.of("No such file", "Permission denied", "Input/output error")
                .anyMatch(exit::saidThat);
        // One that was cut off within its head is said to be unreadable too.
        return crashed || hindered && !cutOff(exit)
                ? Optional.of(Failure.TRANSCODE_FAILED.because("The file could not be examined."))
                : Optional.empty();
    }

    /** What is wrong with what a probe found; empty: work on it may begin. */
    static Optional<FailureException> onMedia(MediaInfo info, MediaBounds bounds) {
        if (info.streams() > bounds.streams()) {
            return Optional.of(Failure.TOO_MANY_STREAMS.asException());
        }
        long pixels =
                info.video().map(video -> (long) video.width() * video.height()).orElse(0L);
        if (pixels > bounds.pixels()) {
            return Optional.of(Failure.TOO_MANY_PIXELS.asException());
        }
        return info.declaredSeconds().orElse(0) > bounds.seconds()
                ? Optional.of(Failure.TOO_LONG.asException())
                : Optional.empty();
    }

    /** Why no picture of a file can be decoded. */
    static FailureException undecodable(Exit exit) {
        return refusedPicture(exit) ? Failure.TOO_MANY_PIXELS.asException() : unknownPictures();
    }

    /** No picture of a file can be decoded, whatever its sound is. */
    static FailureException unknownPictures() {
        return Failure.NOT_A_VIDEO.because("The pictures of this video are of a kind that cannot be read.");
    }

    /** Whether a decoder has refused a picture for its size; it refuses one without any size by the same words. */
    static boolean refusedPicture(Exit exit) {
        return exit.complaints()
                .map(REFUSED_PICTURE::matcher)
                .anyMatch(line -> line.matches()
                        && (line.group(3) != null
                                || Double.parseDouble(line.group(1)) * Double.parseDouble(line.group(2))
                                        > Arguments.MOST_PIXELS));
    }

    /** Why a file could not be opened as media. */
    static FailureException unreadable(Exit exit) {
        // Any text is "detected" as MP4 for its name alone; a real one without its index was cut off.
        boolean mp4 = !exit.saidThat("misdetection possible");
        if (mp4 && (exit.saidThat("moov atom not found") || exit.saidThat("atom truncated"))) {
            return Failure.TRUNCATED.because("The video is incomplete: its index, which is written last, is missing.");
        }
        if (cutOff(exit)) {
            return Failure.TRUNCATED.asException();
        }
        return Failure.NOT_A_VIDEO.asException();
    }

    /**
     * What is wrong with a transcode; empty: it is good.
     *
     * @param plan of what was to be made; how long its source says that it is tells what is missing, unless that may be a
     *     stream of which nothing was made
     */
    static Optional<FailureException> onTranscode(Exit exit, Limits limits, Plan plan) {
        return onTranscode(exit, limits, plan.source().declaredSeconds(), plan.content(), plan.isOfAllStreams());
    }

    static Optional<FailureException> onTranscode(
            Exit exit, Limits limits, OptionalDouble declaredSeconds, Plan.Content content, boolean ofAllStreams) {
        Optional<FailureException> broken = onEnd(exit, limits).or(() -> onDisk(exit));
        if (broken.isPresent()) {
            return broken;
        }
        double done = exit.progress().seconds();
        boolean pictures = content == Plan.Content.PICTURES;
        boolean nothing = pictures ? exit.progress().frame() == 0 : done == 0;
        // What is left out may well last longer than what is not.
        boolean ended = cutOff(exit) || exit.isClean() && !nothing && ofAllStreams;
        if (ended
                && declaredSeconds.isPresent()
                && isShort(done + (pictures ? held(exit.progress()) : 0), declaredSeconds.getAsDouble())) {
            return Optional.of(incomplete(done, declaredSeconds.getAsDouble()));
        }
        if (nothing && exit.isClean() || unreadableStream(exit).isPresent()) {
            return Optional.of(unreadable(exit, pictures));
        }
        return exit.isClean() ? Optional.empty() : Optional.of(Failure.TRANSCODE_FAILED.asException());
    }

    /**
     * Whether what was made is much shorter than the source says it is, though some of its streams, of which nothing was
     * made, may be that long.
     */
    static boolean isDoubtful(Exit exit, Plan plan) {
        return !plan.isOfAllStreams() && isShortOf(exit.progress().seconds() + held(exit.progress()), plan);
    }

    /** What is wrong with a source whose streams have been read to their ends, all of them; empty: it is whole. */
    static Optional<FailureException> onReading(Exit read, Plan plan) {
        double end = read.progress().seconds();
        return read.isClean() && end > 0 && isShortOf(end, plan)
                ? Optional.of(incomplete(end, plan.source().declaredSeconds().orElse(0)))
                : Optional.empty();
    }

    private static boolean isShortOf(double seconds, Plan plan) {
        OptionalDouble declared = plan.source().declaredSeconds();
        return declared.isPresent() && isShort(seconds, declared.getAsDouble());
    }

    private static FailureException incomplete(double done, double declared) {
        return Failure.TRUNCATED.because(
                "The video is incomplete: it ends after " + seconds(done) + " of " + seconds(declared) + ".");
    }

    /**
     * The stream of its source that no decoder could make anything of, where a run has ended for one: the next attempt
     * would end so too.
     */
    static OptionalInt unreadableStream(Exit exit) {
        return exit.end() != Exit.End.ITSELF || exit.code() == 0 || exit.code() >= 126
                ? OptionalInt.empty()
                : exit.complaints()
                        .map(UNREADABLE_STREAM::matcher)
                        .filter(Matcher::matches)
                        .mapToInt(Verdict::index)
                        .findFirst();
    }

    private static int index(MatchResult line) {
        return IntStream.rangeClosed(1, line.groupCount())
                .mapToObj(line::group)
                .filter(Objects::nonNull)
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }

    private static FailureException unreadable(Exit exit, boolean pictures) {
        if (pictures && refusedPicture(exit)) {
            return Failure.TOO_MANY_PIXELS.asException();
        }
        return Failure.NOT_A_VIDEO.because(
                pictures ? "The pictures of this video cannot be read." : "The sound of this file cannot be read.");
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
