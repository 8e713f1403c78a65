package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Clips;
import io.reelbus.OddClips;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run may use, by the ffmpeg of the system and by the one that comes with Reelbus. */
@ExtendWith(VertxExtension.class)
class BoundsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aTranscodeThatTakesTooMuchCpuTimeIsKilled(FfmpegBinary binary, Vertx vertx) throws Exception {
        FailureException failure = failure(vertx, binary, config(0, 1, 33_177_600, 64), Clips.fullHd());
        assertEquals(
                Failure.CPU_EXCEEDED, failure.failure(), failure.lastWords().toString());
        String end = failure.lastWords().get(failure.lastWords().size() - 1);
        assertTrue(end.matches("ffmpeg ended: BUSY, exit code 137, after .*, CPU 1\\.\\d s"), end);
        assertTrue(failure.lastWords().get(0).contains("video.mp4"), "what it was run with");
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aTranscodeThatNeedsTooMuchMemoryIsNotTriedAgain(FfmpegBinary binary, Vertx vertx) throws Exception {
        // Enough to start and to probe, of which the system's takes more, and for the stacks of threads.
        int memory = (binary.bundled() ? 200 : 600) + 80 * (Runtime.getRuntime().availableProcessors() - 2);
        FailureException failure = failure(vertx, binary, config(memory, 0, 33_177_600, 64), Clips.fullHd());
        assertEquals(
                Failure.MEMORY_EXCEEDED, failure.failure(), failure.lastWords().toString());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void morePixelsOrStreamsThanConfiguredAreRefusedBeforeAnyWork(FfmpegBinary binary, Vertx vertx) throws Exception {
        assertEquals(
                Failure.TOO_MANY_PIXELS,
                failure(vertx, binary, config(0, 0, 640 * 359, 64), Clips.small())
                        .failure());
        assertEquals(
                Failure.TOO_MANY_STREAMS,
                failure(vertx, binary, config(0, 0, 33_177_600, 1), Clips.small())
                        .failure());
        try (Stream<Path> files = Files.walk(folder)) {
            assertTrue(files.noneMatch(Files::isRegularFile));
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void whatIsShownSmallerThanItIsStoredIsBoundedAsStored(FfmpegBinary binary, Vertx vertx) throws Exception {
        assertEquals(
                Failure.TOO_MANY_PIXELS,
                failure(vertx, binary, config(0, 0, 100_000, 64), OddClips.squeezed())
                        .failure());
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void fontsCountForNothing(FfmpegBinary binary, Vertx vertx) throws Exception {
        MediaInfo info = new Prober(vertx, config(0, 0, 33_177_600, 2), binary)
                .probe(OddClips.withFonts())
                .await(30, SECONDS);
        assertEquals(2, info.streams());
        assertEquals(
                Optional.empty(),
                Verdict.onMedia(info, config(0, 0, 33_177_600, 2).mediaBounds()));
    }

    /** Before that nothing can be written: the head of an MP4 names all its tracks. */
    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aTrackThatBeginsLateIsNoStandstill(FfmpegBinary binary, Vertx vertx) throws Exception {
        TranscodeConfig impatient = new TranscodeConfig("", "", 0, 1, 120, 30, 0, 1024, 0, 33_177_600, 64, 24);
        Outputs outputs = new Transcoder(vertx, impatient, binary)
                .start(TestProfiles.web(), OddClips.veryLateSound(), folder, tick -> {})
                .outputs()
                .await(120, SECONDS);
        Streams made = Streams.of(outputs.files().get(0).path());
        assertEquals(12, made.of("audio").get(0).get("start_time").asDouble(), 0.05);
    }

    /** The kernel's limit is on each file alone. */
    @Test
    void filesThatAreTooMuchTogetherEndTheRun(Vertx vertx) throws Exception {
        Files.write(folder.resolve("from-before"), new byte[900_000]);
        Limits limits = new TranscodeConfig("", "", 0, 60, 60, 30, 0, 1).transcodeLimits();
        Exit exit = scripted(vertx, limits, """
                head -c 700000 /dev/zero > one
                head -c 700000 /dev/zero > two
                exec sleep 30
                """);
        assertEquals(Exit.End.OUTGROWN, exit.end());
        assertEquals(
                Failure.TOO_LARGE, Verdict.onEnd(exit, limits).orElseThrow().failure());
        assertTrue(Files.exists(folder.resolve("two")), "one of them alone was not too much");
    }

    /** Of few frames, each an hour long, the first report may be the last, and ffmpeg gone before it is read. */
    @Test
    void aRunThatIsGoneBeforeItCanBeStoppedWasTooLongAllTheSame(Vertx vertx) throws Exception {
        Limits limits = config(0, 0, 33_177_600, 64).transcodeLimits();
        // Said by a child, when the run itself is dead already.
        Exit exit = scripted(vertx, limits, """
                { while kill -0 $$ 2> /dev/null; do :; done; printf '%%s\\n' out_time_us=%d000000 progress=end; } &
                """.formatted(limits.mediaSeconds() + 1));
        assertEquals(Failure.TOO_LONG, Verdict.onEnd(exit, limits).orElseThrow().failure());
    }

    /** They are added up twice a second. */
    @Test
    void aRunThatIsGoneBeforeItsFilesAreAddedUpWasTooLargeAllTheSame(Vertx vertx) throws Exception {
        Limits limits = new TranscodeConfig("", "", 0, 60, 60, 30, 0, 1).transcodeLimits();
        Exit exit = scripted(vertx, limits, """
                head -c 700000 /dev/zero > one
                head -c 700000 /dev/zero > two
                """);
        assertEquals(
                Failure.TOO_LARGE, Verdict.onEnd(exit, limits).orElseThrow().failure());
    }

    private Exit scripted(Vertx vertx, Limits limits, String commands) throws Exception {
        Path script = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\n" + commands);
        assertTrue(script.toFile().setExecutable(true));
        return Ffmpeg.start(
                        new FfmpegBinary(script, "0", false, Abilities.NONE),
                        List.of(),
                        limits,
                        folder,
                        vertx.getOrCreateContext(),
                        report -> {})
                .exit()
                .await(20, SECONDS);
    }

    private static TranscodeConfig config(int memory, int cpu, int pixels, int streams) {
        return new TranscodeConfig("", "", 0, 60, 60, 30, memory, 1024, cpu, pixels, streams, 24);
    }

    private FailureException failure(Vertx vertx, FfmpegBinary binary, TranscodeConfig config, Path clip)
            throws Exception {
        Path outputs = Files.createTempDirectory(folder, "attempt");
        Run run = new Transcoder(vertx, config, binary).start(TestProfiles.web(), clip, outputs, tick -> {});
        return assertThrows(FailureException.class, () -> run.outputs().await(60, SECONDS));
    }
}
