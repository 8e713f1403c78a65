package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reelbus.Clips;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class SupervisionIT {
    @TempDir
    Path scratch;

    @Test
    void killLeavesNoProcess(Vertx vertx) throws Exception {
        CompletableFuture<Tick> transcoding = new CompletableFuture<>();
        Run run = start(vertx, TranscodeConfig.DEFAULTS, tick -> {
            if (tick.metadata().containsKey("frame")) {
                transcoding.complete(tick);
            }
        });
        transcoding.get(20, SECONDS);
        ProcessHandle ffmpeg = ProcessHandle.of(run.pid().orElseThrow()).orElseThrow();
        assertTrue(ffmpeg.isAlive());
        run.kill();
        assertEquals(Failure.CANCELED, failureOf(run).failure());
        assertFalse(ffmpeg.isAlive());
        run.kill();
    }

    @Test
    void aRunThatIsKilledBeforeItBeginsEndsAsCanceled(Vertx vertx) {
        Run run = start(vertx, TranscodeConfig.DEFAULTS, tick -> {});
        run.kill();
        assertEquals(Failure.CANCELED, failureOf(run).failure());
        assertTrue(run.pid().isEmpty()
                || ProcessHandle.of(run.pid().getAsLong())
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
    }

    @Test
    void progressAndEndArriveOnTheCallersContext(Vertx vertx) throws Exception {
        Context context = vertx.getOrCreateContext();
        Set<Context> seen = ConcurrentHashMap.newKeySet();
        CompletableFuture<Context> ended = new CompletableFuture<>();
        context.runOnContext(nothing -> new Transcoder(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg())
                .start(TestProfiles.web(), Clips.silent(), scratch, tick -> seen.add(Vertx.currentContext()))
                .outputs()
                .onComplete(result -> ended.complete(Vertx.currentContext())));
        assertEquals(context, ended.get(30, SECONDS));
        assertEquals(Set.of(context), seen);
    }

    @Test
    void aStoppedFfmpegIsKilledByTheStallLimit(Vertx vertx) throws Exception {
        CompletableFuture<Tick> transcoding = new CompletableFuture<>();
        TranscodeConfig config = new TranscodeConfig("", "", 0, 1, 600, 30, 0, 1024);
        Run run = start(vertx, config, tick -> {
            if (tick.metadata().containsKey("frame")) {
                transcoding.complete(tick);
            }
        });
        transcoding.get(20, SECONDS);
        long pid = run.pid().orElseThrow();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", String.valueOf(pid)).start().waitFor());
        FailureException failure = failureOf(run);
        assertEquals(Failure.STALLED, failure.failure());
        assertEquals("The work on the video stood still for 1 s and was stopped.", failure.sentence());
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void whoStillWritesIsNotStalled(Vertx vertx) throws Exception {
        Path file = scratch.resolve("video.mp4");
        Path script = Files.writeString(
                scratch.resolve("ffmpeg"),
                "#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8 9 10; do echo $i >> \"$1\"; sleep 0.2; done\nexec sleep 30\n");
        assertTrue(script.toFile().setExecutable(true));
        long began = System.nanoTime();
        Exit exit = Ffmpeg.start(
                        new FfmpegBinary(script, "0", false, Abilities.NONE),
                        List.of(file.toString()),
                        new TranscodeConfig("", "", 0, 1, 600, 30, 0, 1024).transcodeLimits(),
                        scratch,
                        vertx.getOrCreateContext(),
                        report -> {})
                .exit()
                .await(20, SECONDS);
        assertEquals(Exit.End.STALLED, exit.end());
        assertEquals(10, Files.readAllLines(file).size());
        assertTrue(System.nanoTime() - began < SECONDS.toNanos(10));
    }

    @Test
    void aTranscodeThatTakesTooLongIsKilled(Vertx vertx) {
        FailureException failure =
                failureOf(start(vertx, new TranscodeConfig("", "", 0, 60, 1, 30, 0, 1024), tick -> {}));
        assertEquals(Failure.TIMED_OUT, failure.failure());
        assertEquals("The work on the video took more than 1 s and was stopped.", failure.sentence());
    }

    @Test
    void stopLetsFfmpegFinishItsFileAndIsNoSuccess(Vertx vertx) throws Exception {
        CompletableFuture<Progress> transcoding = new CompletableFuture<>();
        MediaInfo info = new Prober(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg())
                .probe(Clips.fullHd())
                .await(30, SECONDS);
        Ffmpeg ffmpeg = Ffmpeg.start(
                Clips.ffmpeg(),
                Planner.plan(
                                TestProfiles.web(),
                                info,
                                Clips.ffmpeg(),
                                TranscodeConfig.DEFAULTS.mediaBounds(),
                                Clips.fullHd())
                        .arguments(),
                TranscodeConfig.DEFAULTS.transcodeLimits(),
                scratch,
                vertx.getOrCreateContext(),
                report -> {
                    if (report.frame() > 10) {
                        transcoding.complete(report);
                    }
                });
        transcoding.get(20, SECONDS);
        ffmpeg.stop();
        Exit exit = ffmpeg.exit().await(10, SECONDS);
        assertEquals(Exit.End.KILLED, exit.end());
        assertFalse(exit.isClean());
        assertTrue(Mp4Boxes.of(scratch.resolve("video.mp4")).contains("moov"));
    }

    /** The death signal is tied to the spawning thread: it must not be this one. */
    @Test
    void ffmpegOutlivesTheThreadThatAskedForIt(Vertx vertx) throws Exception {
        CompletableFuture<Run> started = new CompletableFuture<>();
        Thread shortLived = new Thread(() -> started.complete(start(vertx, TranscodeConfig.DEFAULTS, tick -> {})));
        shortLived.start();
        shortLived.join();
        Outputs outputs = started.get().outputs().await(120, SECONDS);
        assertEquals(4, outputs.files().size());
    }

    @Test
    void noFfmpegOutlivesAKilledJvm() throws Exception {
        assumeTrue(Sandbox.ofThisMachine().deathSignal());
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TranscodeMain.class.getName(),
                        Clips.fullHd().toString(),
                        scratch.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long pid;
        try (BufferedReader lines = jvm.inputReader()) {
            pid = lines.lines()
                    .filter(line -> line.startsWith("pid "))
                    .mapToLong(line -> Long.parseLong(line.substring(4)))
                    .findFirst()
                    .orElseThrow();
        }
        assertTrue(isRunning(pid));
        jvm.destroyForcibly();
        long deadline = System.nanoTime() + SECONDS.toNanos(2);
        while (isRunning(pid)) {
            assertTrue(System.nanoTime() < deadline, "ffmpeg still runs");
            Thread.onSpinWait();
        }
    }

    /** An orphan that is dead but not yet reaped by process 1, which takes its time in containers, does not run. */
    private static boolean isRunning(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            // Reading of one that ends meanwhile says ESRCH.
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return false;
            }
            throw e;
        }
    }

    @Test
    void aBinaryThatIsGoneFailsTheRun(Vertx vertx) {
        FfmpegBinary gone = new FfmpegBinary(scratch.resolve("gone"), "0", false, Abilities.NONE);
        Run run = new Transcoder(vertx, TranscodeConfig.DEFAULTS, gone)
                .start(TestProfiles.web(), Clips.silent(), scratch, tick -> {});
        assertEquals(Failure.TRANSCODE_FAILED, failureOf(run).failure());
    }

    @Test
    void aSourceThatIsGoneIsNotCalledABadVideo(Vertx vertx) {
        Run run = new Transcoder(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg())
                .start(TestProfiles.web(), scratch.resolve("gone.mp4"), scratch, tick -> {});
        assertEquals(Failure.TRANSCODE_FAILED, failureOf(run).failure());
    }

    private Run start(Vertx vertx, TranscodeConfig config, Consumer<Tick> progress) {
        return new Transcoder(vertx, config, Clips.ffmpeg())
                .start(TestProfiles.web(), Clips.fullHd(), scratch, progress);
    }

    private static FailureException failureOf(Run run) {
        return assertThrows(FailureException.class, () -> run.outputs().await(30, SECONDS));
    }
}
