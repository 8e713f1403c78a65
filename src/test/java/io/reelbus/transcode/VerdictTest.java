package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Limits LIMITS = new Limits(7_200_000, 60_000, 1, 100, 1, 3600);

    private static final MediaBounds BOUNDS = new MediaBounds(4, 1920 * 1080, 3600);

    @Test
    void aCleanEndAtTheExpectedLengthIsGood() {
        assertEquals(Optional.empty(), transcode(exit(0, 750, 29.9), 30));
        assertEquals(Optional.empty(), transcode(exit(0, 750, 27.5), 30));
        assertEquals(Optional.empty(), transcode(exit(0, 2, 0.1), 1));
    }

    @Test
    void whatEndsMuchEarlierIsTruncated() {
        assertEquals("The video is incomplete: it ends after 12 s of 30 s.", sentence(exit(0, 300, 12), 30));
        assertEquals("The video is incomplete: it ends after 1.2 s of 3 s.", sentence(exit(0, 30, 1.2), 3));
        assertEquals(
                Failure.TRUNCATED,
                transcode(exit(1, 0, 0, "stream 0, offset 0x4b666: partial file"), 30)
                        .orElseThrow()
                        .failure());
    }

    @Test
    void aFullDiskIsCalledSoEvenAtASuccessfulEnd() {
        String said = "Error writing trailer of file:/x: No space left on device";
        assertEquals(
                Failure.DISK_FULL,
                transcode(exit(1, 300, 12, said), 30).orElseThrow().failure());
        assertEquals(
                Failure.DISK_FULL,
                transcode(exit(0, 300, 12, said), 30).orElseThrow().failure());
    }

    @Test
    void noOtherCodeIsSuccess() {
        // 255 is how ffmpeg ends when a signal or the CPU limit asks it to; it then has closed its file properly.
        for (int code : new int[] {1, 134, 137, 139, 143, 255}) {
            assertEquals(
                    Failure.TRANSCODE_FAILED,
                    transcode(exit(code, 750, 30), 30).orElseThrow().failure());
        }
    }

    @Test
    void aVideoWithoutAnyPictureThatCanBeReadIsNone() {
        assertEquals("The pictures of this video cannot be read.", sentence(exit(0, 0, 30), 30));
        assertEquals("The pictures of this video cannot be read.", sentence(exit(0, 0, 0), 30));
    }

    @Test
    void limitsAndKillsAreToldApart() {
        assertEquals(
                Failure.CANCELED,
                Verdict.onEnd(ended(Exit.End.KILLED), LIMITS).orElseThrow().failure());
        assertEquals(
                "The work on the video stood still for 60 s and was stopped.",
                Verdict.onEnd(ended(Exit.End.STALLED), LIMITS).orElseThrow().sentence());
        assertEquals(
                "The work on the video took more than 2.0 hours and was stopped.",
                Verdict.onEnd(ended(Exit.End.OVERTIME), LIMITS).orElseThrow().sentence());
    }

    @Test
    void eachBoundHasItsOwnCode() {
        assertEquals(Failure.STALLED, end(Exit.End.STALLED));
        assertEquals(Failure.TIMED_OUT, end(Exit.End.OVERTIME));
        assertEquals(Failure.CPU_EXCEEDED, end(Exit.End.BUSY));
        assertEquals(Failure.TOO_LARGE, end(Exit.End.OUTGROWN));
        assertEquals(Failure.TOO_LONG, end(Exit.End.ENDLESS));
    }

    @Test
    void theKernelsLimitsAreKnownByHowARunDies() {
        for (String said : List.of(
                "x264 [error]: malloc of size 1062400 failed",
                "terminate called after throwing an instance of 'std::bad_alloc'",
                "file:/x: Cannot allocate memory")) {
            assertEquals(Failure.MEMORY_EXCEEDED, failed(exit(1, 1, 0.1, said)));
            assertEquals(Optional.empty(), Verdict.onEnd(exit(0, 1, 0.1, said), LIMITS), "it went on without it");
        }
        assertEquals(Failure.TOO_LARGE, failed(exit(153, 1, 0.1)));
        assertEquals(Failure.CPU_EXCEEDED, failed(exit(152, 1, 0.1)));
        Exit asked = new Exit(255, Exit.End.ITSELF, Progress.NONE, List.of(), new Usage(60, 100), List.of());
        assertEquals(Failure.CPU_EXCEEDED, failed(asked));
    }

    @Test
    void moreStreamsPixelsOrHoursThanAllowedAreRefused() {
        assertEquals(Optional.empty(), Verdict.onMedia(Media.of(Media.video(new Size(1920, 1080))), BOUNDS));
        assertEquals(Failure.TOO_MANY_PIXELS, refusal(Media.of(Media.video(new Size(1922, 1080)))));
        MediaInfo.Audio track = Media.STEREO;
        assertEquals(
                Failure.TOO_MANY_STREAMS, refusal(Media.of(Media.video(new Size(64, 64)), track, track, track, track)));
        assertEquals(Failure.TOO_LONG, refusal(Media.lasting(OptionalDouble.of(3601), "mov")));
        // That is a guess, and may be hours too long.
        assertEquals(Optional.empty(), Verdict.onMedia(Media.lasting(OptionalDouble.of(3601), "mpegts"), BOUNDS));
    }

    @Test
    void ofTooManyStreamsTheLastOneTells() {
        assertEquals(
                Failure.TOO_MANY_STREAMS,
                Verdict.onProbe(exit(1, 0, 0, "  Stream #0:4(und): Audio: aac, 48000 Hz"), LIMITS, BOUNDS)
                        .orElseThrow()
                        .failure());
        assertEquals(
                Failure.TOO_MANY_STREAMS,
                Verdict.onProbe(
                                exit(1, 0, 0, "[x] Number of streams exceeds max_streams parameter (1000), see"),
                                LIMITS,
                                BOUNDS)
                        .orElseThrow()
                        .failure());
        assertTrue(Verdict.onProbe(exit(1, 0, 0, "  Stream #0:3: Audio: aac"), LIMITS, BOUNDS)
                .isEmpty());
    }

    @Test
    void hoursOfThreeDigitsAreTooLong() {
        assertEquals(
                Failure.TOO_LONG,
                Verdict.onProbe(exit(1, 0, 0, "  Duration: 1000000:00:00.00, start: 0.000000"), LIMITS, BOUNDS)
                        .orElseThrow()
                        .failure());
        assertTrue(Verdict.onProbe(exit(1, 0, 0, "  Duration: 99:59:59.99, start: 0.0"), LIMITS, BOUNDS)
                .isEmpty());
    }

    @Test
    void aSourceOfWhichNothingCanBeDecodedIsNotTriedAgain() {
        String said = "Cannot determine format of input stream 0:0 after EOF";
        assertEquals(
                Failure.NOT_A_VIDEO,
                transcode(exit(1, 0, 0, said), 30).orElseThrow().failure());
        assertEquals(
                Failure.TRANSCODE_FAILED,
                transcode(exit(139, 0, 0, said), 30).orElseThrow().failure());
        String starved = "Error while opening decoder for input stream #0:0 : Resource temporarily unavailable";
        assertEquals(
                Failure.TRANSCODE_FAILED,
                transcode(exit(1, 0, 0, starved), 30).orElseThrow().failure());
    }

    @Test
    void aFileThatWasCutWithinItsHeadIsIncomplete() {
        Exit cut = exit(1, 0, 0, "[webm @ 0x1] File ended prematurely", "file:/x: Input/output error");
        assertTrue(Verdict.onProbe(cut, LIMITS, BOUNDS).isEmpty());
        assertEquals(Failure.TRUNCATED, Verdict.unreadable(cut).failure());
    }

    @Test
    void fontsAndDataAreNoStreamsThatCount() {
        String[] film = {
            "  Stream #0:0: Video: h264, yuv420p, 640x360",
            "  Stream #0:1(eng): Audio: aac, 48000 Hz",
            "  Stream #0:2[0x3](ger): Subtitle: ass",
            "  Stream #0:3: Attachment: ttf",
            "  Stream #0:4: Attachment: otf",
            "  Stream #0:5: Data: bin_data",
            "  Stream #0:6: Attachment: none",
        };
        assertTrue(Verdict.onProbe(exit(1, 0, 0, film), LIMITS, BOUNDS).isEmpty());
    }

    @Test
    void streamsThatAreListedByProgramAreCountedOnce() {
        String[] programs = {
            "  Stream #0:2[0x102]: Video: h264, yuv420p, 640x360",
            "  Stream #0:3[0x103]: Audio: aac, 48000 Hz",
            "  Stream #0:0[0x100]: Video: h264, yuv420p, 640x360",
            "  Stream #0:1[0x101]: Audio: aac, 48000 Hz",
        };
        assertTrue(Verdict.onProbe(exit(1, 0, 0, programs), LIMITS, BOUNDS).isEmpty());
    }

    @Test
    void aPictureThatADecoderRefusedForItsSizeIsNotCalledUnreadable() {
        String most = "[IMGUTILS @ 0x1] Picture size 30000x30000 exceeds specified max pixel count 33177600, see the";
        assertEquals(
                Failure.TOO_MANY_PIXELS,
                Verdict.undecodable(exit(1, 0, 0, most)).failure());
        String moreThanConfigured =
                "[IMGUTILS @ 0x1] Picture size 640x360 exceeds specified max pixel count 178036, see the";
        assertEquals(
                Failure.TOO_MANY_PIXELS,
                Verdict.undecodable(exit(1, 0, 0, moreThanConfigured)).failure());
        assertEquals(
                Failure.TOO_MANY_PIXELS,
                transcode(exit(0, 0, 0, "[IMGUTILS @ 0x1] Picture size 65535x65535 is invalid"), 1)
                        .orElseThrow()
                        .failure());
        assertEquals(
                Failure.NOT_A_VIDEO,
                Verdict.undecodable(exit(1, 0, 0, "[IMGUTILS @ 0x1] Picture size 0x0 is invalid"))
                        .failure());
    }

    @Test
    void operatorsAreToldWhatWasRunAndWhatItTook() {
        Exit exit = new Exit(1, Exit.End.BUSY, Progress.NONE, List.of("a"), new Usage(1.25, 2), List.of("-i", "x"));
        assertEquals(
                List.of("ffmpeg -i x", "a", "ffmpeg ended: BUSY, exit code 1, after 1.3 s, CPU 2.0 s"),
                exit.lastWords());
    }

    @Test
    void aProbeThatCrashedBlamesNoFile() {
        for (int code : new int[] {127, 137, 139}) {
            assertEquals(
                    Failure.TRANSCODE_FAILED,
                    Verdict.onProbe(exit(code, 0, 0), LIMITS, BOUNDS)
                            .orElseThrow()
                            .failure());
        }
        // ffmpeg 4 to 6 end with 1, later ones with the low byte of an error number.
        for (int code : new int[] {1, 183, 234}) {
            assertTrue(Verdict.onProbe(exit(code, 0, 0), LIMITS, BOUNDS).isEmpty());
        }
    }

    @Test
    void anMp4WithoutIndexIsIncompleteAndATextIsNoVideo() {
        assertEquals(
                Failure.TRUNCATED,
                Verdict.unreadable(exit(1, 0, 0, "[mov @ 0x1] moov atom not found"))
                        .failure());
        assertEquals(
                Failure.NOT_A_VIDEO,
                Verdict.unreadable(exit(
                                1,
                                0,
                                0,
                                "[mov @ 0x1] Format mov detected only with low score of 1, misdetection possible!",
                                "[mov @ 0x1] moov atom not found"))
                        .failure());
    }

    @Test
    void aTitleThatSpeaksOfAnErrorIsNone() {
        Exit titled = exit(
                1,
                0,
                0,
                "    title           : Fix: Permission denied (publickey)",
                "                    : Cannot allocate memory",
                "                    : File too large, No space left on device");
        assertEquals(Optional.empty(), Verdict.onProbe(titled, LIMITS, BOUNDS));
        assertTrue(Verdict.onProbe(exit(1, 0, 0, "file:/x: Permission denied"), LIMITS, BOUNDS)
                .isPresent());
    }

    @Test
    void theSoundOfAVideoMayEndBeforeItsPictures() {
        assertEquals(Optional.empty(), soundOfVideo(exit(0, 0, 12)));
        assertEquals(
                Failure.TRUNCATED,
                soundOfVideo(exit(0, 0, 12, "[mov @ 0x1] stream 0, offset 0x4b666: partial file"))
                        .orElseThrow()
                        .failure());
    }

    @Test
    void aStreamOfWhichNothingIsMadeMayLastLonger() {
        Exit whole = exit(0, 300, 10);
        assertEquals(
                Optional.empty(),
                Verdict.onTranscode(whole, LIMITS, OptionalDouble.of(60), Plan.Content.PICTURES, false));
        assertTrue(transcode(whole, 60).isPresent());
    }

    @Test
    void soundIsNotTakenForLongerBecauseOfTheFramesOfItsWaveform() {
        assertEquals(
                Failure.TRUNCATED,
                Verdict.onTranscode(exit(0, 2, 12), LIMITS, OptionalDouble.of(30), Plan.Content.SOUND, true)
                        .orElseThrow()
                        .failure());
    }

    @Test
    void theStreamThatNoDecoderReadsIsToldByItsNumber() {
        for (String said : List.of(
                "Error while opening decoder for input stream #0:1 : Invalid data found when processing input",
                "Decoder (codec ac4) not found for input stream #0:1",
                "Cannot determine format of input stream 0:1 after EOF",
                "[aist#0:1/vorbis @ 0x1] [dec:vorbis @ 0x2] Error while opening decoder: Invalid data")) {
            assertEquals(OptionalInt.of(1), Verdict.unreadableStream(exit(1, 0, 0, "[x] y", said)), said);
            assertEquals(OptionalInt.empty(), Verdict.unreadableStream(exit(0, 0, 0, said)), "it went on without it");
        }
        for (String passing : List.of("Resource temporarily unavailable", "Cannot allocate memory")) {
            String said = "Error while opening decoder for input stream #0:1 : " + passing;
            assertEquals(OptionalInt.empty(), Verdict.unreadableStream(exit(1, 0, 0, said)), said);
        }
    }

    private static Optional<FailureException> soundOfVideo(Exit exit) {
        return Verdict.onTranscode(exit, LIMITS, OptionalDouble.of(30), Plan.Content.SOUND, false);
    }

    private static Optional<FailureException> transcode(Exit exit, double duration) {
        return Verdict.onTranscode(exit, LIMITS, OptionalDouble.of(duration), Plan.Content.PICTURES, true);
    }

    private static String sentence(Exit exit, double duration) {
        return transcode(exit, duration).orElseThrow().sentence();
    }

    private static Failure end(Exit.End end) {
        return failed(ended(end));
    }

    private static Failure failed(Exit exit) {
        return Verdict.onEnd(exit, LIMITS).orElseThrow().failure();
    }

    private static Failure refusal(MediaInfo info) {
        return Verdict.onMedia(info, BOUNDS).orElseThrow().failure();
    }

    private static Exit exit(int code, long frames, double seconds, String... said) {
        Progress progress = new Progress(frames, 30, seconds, 1000, OptionalDouble.of(2), true);
        return new Exit(code, Exit.End.ITSELF, progress, List.of(said), Usage.NONE, List.of());
    }

    private static Exit ended(Exit.End end) {
        return new Exit(137, end, Progress.NONE, List.of(), Usage.NONE, List.of());
    }
}
