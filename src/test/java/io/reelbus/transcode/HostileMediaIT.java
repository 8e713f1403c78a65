package io.reelbus.transcode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Clips;
import io.reelbus.TinyClips;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody uploads who means harm, by the ffmpeg of the system and by the one that comes with Reelbus. */
@ExtendWith(VertxExtension.class)
class HostileMediaIT {
    /** Small, so that what runs into them does so soon: 15 s, 10 s of them for a probe, 1 GB, 16 MB, 20 s of CPU time. */
    private static final TranscodeConfig TIGHT =
            new TranscodeConfig("", "", 0, 5, 15, 10, 1024, 16, 20, 33_177_600, 64, 24);

    private static final int AT_ONCE = 3;

    @TempDir
    Path folder;

    /** What became of one file. */
    private record Ending(String name, Path outputs, Run run, Optional<FailureException> failure) {
        @Override
        public String toString() {
            return name + ": "
                    + failure.map(why -> why.failure() + " " + why.lastWords()).orElse("made");
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aFileThatNamesOthersMakesNobodyReadThem(FfmpegBinary binary, Vertx vertx) throws Exception {
        try (Tripwire wire = new Tripwire(folder)) {
            List<HostileScripts.Script> scripts = HostileScripts.make(folder, wire);
            List<Ending> endings = runAll(
                    vertx,
                    binary,
                    scripts.stream().map(HostileScripts.Script::file).toList());
            assertEquals(0, wire.touches());
            for (int i = 0; i < scripts.size(); i++) {
                Ending ending = endings.get(i);
                switch (scripts.get(i).outcome()) {
                    case PLAYS -> assertTrue(ending.failure().isEmpty(), ending.toString());
                    case REFUSED ->
                        assertEquals(
                                Optional.of(Failure.NOT_A_VIDEO),
                                ending.failure().map(FailureException::failure),
                                ending.toString());
                    case EITHER -> {}
                }
                assertHoldsNoSecret(ending.outputs());
            }
        }
    }

    /** Else the test above would prove nothing. */
    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void anFfmpegThatIsNotHardenedReadsThem(FfmpegBinary binary) throws Exception {
        try (Tripwire wire = new Tripwire(folder)) {
            int before = 0;
            for (HostileScripts.Script script : HostileScripts.make(folder, wire)) {
                if (script.bites()) {
                    openNaked(binary, script);
                    int seen = before;
                    long deadline = System.nanoTime() + SECONDS.toNanos(5);
                    while (wire.touches() == seen && System.nanoTime() < deadline) {
                        Thread.onSpinWait();
                    }
                    before = wire.touches();
                    assertTrue(before > seen, script + " names nothing that is read");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(Binaries.BOTH)
    void aFileThatLiesOrBurstsEndsWithinItsBoundsAndTheNextOneWorks(FfmpegBinary binary, Vertx vertx) throws Exception {
        List<HostileFiles.Sample> samples = HostileFiles.make(folder, binary.bundled() ? 44 : 51);
        List<Ending> endings = runAll(
                vertx, binary, samples.stream().map(HostileFiles.Sample::file).toList());
        for (int i = 0; i < samples.size(); i++) {
            Ending ending = endings.get(i);
            samples.get(i)
                    .expected()
                    .ifPresent(expected -> assertEquals(
                            Optional.of(expected), ending.failure().map(FailureException::failure), ending.toString()));
        }
        List<Ending> good = runAll(vertx, binary, List.of(TinyClips.mp4()));
        assertTrue(good.get(0).failure().isEmpty(), good.toString());
    }

    /** glibc's modules for character sets, which the names in an MPEG-TS need, do not fit into a static program. */
    @Test
    void theBundledOneReadsAnMpegTsAndFindsNoModulesOfTheSystem(Vertx vertx) throws Exception {
        List<Ending> endings = runAll(vertx, Binaries.bundled(), List.of(Clips.mpegTs()));
        assertTrue(endings.get(0).failure().isEmpty(), endings.toString());
        ProcessBuilder found = Sandbox.builder(List.of("env"));
        Process process = found.start();
        List<String> environment = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor());
        assertTrue(environment.contains("GCONV_PATH=/nonexistent"), environment.toString());
        assertTrue(
                environment.stream()
                        .allMatch(variable ->
                                variable.matches("(PATH|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|SystemRoot|GCONV_PATH)=.*")),
                environment.toString());
    }

    /** A few at once; each must end by itself, with outputs or with a reason that is no fault of ours. */
    private List<Ending> runAll(Vertx vertx, FfmpegBinary binary, List<Path> files) throws Exception {
        List<Ending> endings = new ArrayList<>();
        for (int at = 0; at < files.size(); at += AT_ONCE) {
            List<Future<Ending>> some = new ArrayList<>();
            for (Path file : files.subList(at, Math.min(files.size(), at + AT_ONCE))) {
                some.add(run(vertx, binary, file));
            }
            Future.join(some).await(60, SECONDS);
            some.forEach(each -> endings.add(each.result()));
        }
        for (Ending ending : endings) {
            ending.run().pid().ifPresent(pid -> assertFalse(isAlive(pid), ending.toString()));
            ending.failure().ifPresent(why -> {
                assertNull(why.getCause(), ending.toString());
                assertFalse(why.failure() == Failure.INTERNAL || why.failure() == Failure.CANCELED, ending.toString());
            });
        }
        return endings;
    }

    private Future<Ending> run(Vertx vertx, FfmpegBinary binary, Path file) throws Exception {
        Path outputs = Files.createTempDirectory(folder, "attempt");
        Run run = new Transcoder(vertx, TIGHT, binary).start(TestProfiles.web(), file, outputs, tick -> {});
        return run.outputs()
                .transform(made -> Future.succeededFuture(new Ending(
                        String.valueOf(file.getFileName()),
                        outputs,
                        run,
                        made.succeeded() ? Optional.empty() : Optional.of((FailureException) made.cause()))));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private void openNaked(FfmpegBinary binary, HostileScripts.Script script) throws Exception {
        List<String> command = new ArrayList<>(List.of(binary.path().toString(), "-nostdin", "-v", "quiet"));
        command.addAll(List.of("-protocol_whitelist", "file,http,tcp,crypto"));
        command.addAll(script.options());
        command.addAll(List.of("-i", script.file().toString(), "-f", "null", "-"));
        Process naked = Sandbox.builder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(naked.waitFor(20, SECONDS), script + " does not end");
    }

    private static void assertHoldsNoSecret(Path outputs) throws Exception {
        try (Stream<Path> files = Files.list(outputs)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(Tripwire.MARKER), file.toString());
            }
        }
    }
}
