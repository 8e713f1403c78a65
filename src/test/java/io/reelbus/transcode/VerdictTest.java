package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Limits LIMITS = new Limits(7_200_000, 60_000, 1, 1, 1);

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
    void aProbeThatCrashedBlamesNoFile() {
        for (int code : new int[] {127, 137, 139}) {
            assertEquals(
                    Failure.TRANSCODE_FAILED,
                    Verdict.onProbe(exit(code, 0, 0), LIMITS).orElseThrow().failure());
        }
        // ffmpeg 4 to 6 end with 1, later ones with the low byte of an error number.
        for (int code : new int[] {1, 183, 234}) {
            assertTrue(Verdict.onProbe(exit(code, 0, 0), LIMITS).isEmpty());
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

    private static Optional<FailureException> transcode(Exit exit, double duration) {
        return Verdict.onTranscode(exit, LIMITS, OptionalDouble.of(duration), true);
    }

    private static String sentence(Exit exit, double duration) {
        return transcode(exit, duration).orElseThrow().sentence();
    }

    private static Exit exit(int code, long frames, double seconds, String... said) {
        Progress progress = new Progress(frames, 30, seconds, 1000, OptionalDouble.of(2), true);
        return new Exit(code, Exit.End.ITSELF, progress, List.of(said));
    }

    private static Exit ended(Exit.End end) {
        return new Exit(137, end, Progress.NONE, List.of());
    }
}
