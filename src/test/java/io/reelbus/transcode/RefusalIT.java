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
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class RefusalIT {
    @TempDir
    Path scratch;

    @Test
    void aTextIsNoVideo(Vertx vertx) throws Exception {
        assertRefused(vertx, Clips.text(), Failure.NOT_A_VIDEO);
    }

    @Test
    void anEmptyFileIsNoVideo(Vertx vertx) throws Exception {
        assertRefused(vertx, Files.createFile(scratch.resolve("empty.mp4")), Failure.NOT_A_VIDEO);
    }

    @Test
    void aVideoThatEndsEarlyIsIncomplete(Vertx vertx) throws Exception {
        String sentence = assertRefused(vertx, Clips.truncated(), Failure.TRUNCATED);
        assertTrue(sentence.matches("The video is incomplete: it ends after 1\\d s of 30 s\\."), sentence);
    }

    @Test
    void aVideoWithoutItsIndexIsIncomplete(Vertx vertx) throws Exception {
        assertRefused(vertx, Clips.withoutIndex(), Failure.TRUNCATED);
    }

    @Test
    void aPlaylistIsRefusedAndTheFileItNamesIsNotOpened(Vertx vertx) throws Exception {
        assertReadsNothingElse(vertx, "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n");
    }

    @Test
    void aConcatScriptIsRefusedAndTheFileItNamesIsNotOpened(Vertx vertx) throws Exception {
        assertReadsNothingElse(vertx, "ffconcat version 1.0\nfile '%s'\n");
    }

    @Test
    void aDashManifestIsRefusedAndTheFileItNamesIsNotOpened(Vertx vertx) throws Exception {
        assertReadsNothingElse(vertx, """
                <?xml version="1.0"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT3S" \
                profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">\
                <Representation id="1" bandwidth="1000" width="640" height="360"><BaseURL>%s</BaseURL>\
                </Representation></AdaptationSet></Period></MPD>
                """);
    }

    @Test
    void anOutputBeyondTheLimitIsStopped(Vertx vertx) throws Exception {
        TranscodeConfig config = new TranscodeConfig("", "", 0, 60, 600, 30, 0, 1);
        assumeTrue(Sandbox.ofThisMachine().prlimit());
        FailureException failure = failureOf(vertx, config, Clips.fullHd(), scratch);
        assertEquals(Failure.TOO_LARGE, failure.failure());
    }

    @Test
    void aFullDiskIsCalledSo(Vertx vertx) throws Exception {
        Path disk = Files.createDirectory(scratch.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()), "needs root");
        try {
            FailureException failure = failureOf(vertx, TranscodeConfig.DEFAULTS, Clips.fullHd(), disk);
            assertEquals(Failure.DISK_FULL, failure.failure());
        } finally {
            assertTrue(run("umount", disk.toString()));
        }
    }

    private void assertReadsNothingElse(Vertx vertx, String script) throws Exception {
        Path secret = Files.copy(Clips.small(), scratch.resolve("secret.mp4"));
        Path hostile = Files.writeString(scratch.resolve("hostile.mp4"), script.formatted("secret.mp4"));
        assertRefused(vertx, hostile, Failure.NOT_A_VIDEO);
        // The proof that it would work without the hardening: the same file opened by the naked binary.
        List<String> naked = List.of(Clips.ffmpeg().path().toString(), "-v", "trace", "-i", hostile.toString());
        List<String> fenced = new ArrayList<>(naked.subList(0, 3));
        fenced.addAll(Arguments.input(hostile));
        assertTrue(output(naked).contains(secret.getFileName() + "'"), "the script does not work at all");
        assertFalse(output(fenced).contains(secret.getFileName().toString()), "opened");
    }

    private String assertRefused(Vertx vertx, Path file, Failure expected) throws Exception {
        FailureException failure = failureOf(vertx, TranscodeConfig.DEFAULTS, file, scratch);
        assertEquals(expected, failure.failure());
        String sentence = failure.sentence();
        assertFalse(sentence.contains("/") || sentence.contains("code") || sentence.contains("ffmpeg"), sentence);
        return sentence;
    }

    private static FailureException failureOf(Vertx vertx, TranscodeConfig config, Path file, Path folder) {
        Run run = new Transcoder(vertx, config, Clips.ffmpeg()).start(TestProfiles.web(), file, folder, tick -> {});
        return assertThrows(FailureException.class, () -> run.outputs().await(60, SECONDS));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = Sandbox.builder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
