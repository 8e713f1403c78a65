package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Form;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A whole node on a disk of 24 MB. Mounting needs root; FileSinkTest covers the upload's part without. */
@EnabledIf("isRoot")
class DiskFullIT {
    private static final String DOOR = "/api/videos";

    @TempDir
    Path disk;

    private TestNode node;

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @BeforeEach
    void start() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
        // The bundled ffmpeg alone would not fit on this disk.
        String ffmpeg = Clips.ffmpeg().path().toString();
        node = TestNode.start(
                disk, Map.of("REELBUS_TRANSCODE_FFMPEG", ffmpeg, "REELBUS_UPLOAD_MIN_FREE_MEGABYTES", "0"));
    }

    @AfterEach
    void stop() throws Exception {
        try {
            node.close();
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), String.join(" ", command));
    }

    @Test
    void anUploadThatDoesNotFitLeavesNothingAndTheNextOneIsProcessed() throws Exception {
        for (int i = 0; i < 3; i++) {
            Web.assertProblem(
                    507,
                    "disk_full",
                    Web.post(node, DOOR, Form.of(Web.random(30_000_000)).closed()));
            Await.until(
                    "nothing is left", () -> Web.names(disk.resolve("media")).isEmpty());
        }
        processed();
    }

    @Test
    void aDatabaseWithoutSpaceRefusesUploadsAndWorksAgainOnceThereIsSome() throws Exception {
        Path filler = disk.resolve("filler");
        fill(filler);
        for (int i = 0; i < 3; i++) {
            Web.assertProblem(
                    507,
                    "disk_full",
                    Web.post(node, DOOR, Form.of(Web.random(5)).closed()));
        }
        Await.until("nothing is left", () -> Web.names(disk.resolve("media")).isEmpty());
        Files.delete(filler);
        processed();
    }

    @Test
    void aDiskThatFillsUpDuringATranscodeCostsAttemptsAndNoJob() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.longSmall()));
        Await.until("ffmpeg works", () -> Web.state(node, id).getDouble("progress") > 1);
        Path filler = disk.resolve("filler");
        fill(filler);
        Await.until(
                "ffmpeg has ended",
                () -> ProcessHandle.current()
                        .descendants()
                        .noneMatch(each -> each.info().commandLine().orElse("").contains(disk.toString())));
        Files.delete(filler);
        var end = Web.outcome(node, id);
        assertEquals("completed", end.getString("status"), end::encode);
        assertTrue(end.getInteger("attempt") > 1, end::encode);
        Await.until(
                "nothing else is left",
                () -> Web.names(disk.resolve("scratch")).isEmpty()
                        && Web.names(disk.resolve("media").resolve(id)).size() == 2);
    }

    /** Takes every byte, down to the last page. */
    private static void fill(Path filler) throws Exception {
        try (var out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (java.io.IOException full) {
            // As full as it can be.
        }
    }

    private void processed() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.silent()));
        assertEquals("completed", Web.outcome(node, id).getString("status"));
    }
}
