package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.SmallDisk;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A whole node on a disk of 24 MB. Mounting needs root; FileSinkTest covers the upload's part without. */
@EnabledIf("io.reelbus.SmallDisk#isPossible")
class DiskFullIT {
    private static final String DOOR = "/api/videos";

    @TempDir
    Path disk;

    private SmallDisk mounted;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        mounted = SmallDisk.mount(disk, 24);
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
            mounted.close();
        }
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
    void aRawUploadThatDoesNotFitLeavesNothing() throws Exception {
        Web.assertProblem(
                507,
                "disk_full",
                Web.send(Web.to(node, "/api/videos/" + UUID.randomUUID()).PUT(unknownLength(Web.random(30_000_000)))));
        Await.until("nothing is left", () -> Web.names(disk.resolve("media")).isEmpty());
        assertEquals(List.of(), Web.names(disk.resolve("unfinished")));
        processed();
    }

    /** Alone each would fit. */
    @Test
    void ofTwoUploadsOfWhichOneFitsTheOtherIsRefusedAtOnce() throws Exception {
        try (RawClient first = begun(12_000_000)) {
            assertEquals(100, first.answer().status());
            try (RawClient second = begun(12_000_000)) {
                second.answer().assertProblem(507, "disk_full");
            }
            assertEquals(201, first.bytes(new byte[12_000_000]).answer().status());
        }
        Await.until("nothing is reserved", () -> Web.reserved(node) == 0);
    }

    private RawClient begun(int length) throws Exception {
        return new RawClient(node)
                .text("PUT /api/videos/" + UUID.randomUUID() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                        + length + "\r\nExpect: 100-continue\r\n\r\n");
    }

    @Test
    void uploadsOfUnknownLengthLeaveRoomForTheOthersAndForTheDatabase() throws Exception {
        try (RawClient known = begun(6_000_000)) {
            assertEquals(100, known.answer().status());
            byte[] tooMuch = Web.random(30_000_000);
            Web.assertProblem(
                    507,
                    "disk_full",
                    Web.send(Web.to(node, "/api/videos/" + UUID.randomUUID()).PUT(unknownLength(tooMuch))));
            var created =
                    Web.send(tus("/uploads").header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody()));
            String upload = Web.header(created, "location");
            Web.assertProblem(507, "disk_full", piece(upload, 0, tooMuch));
            assertEquals(204, Web.send(tus(upload).DELETE()).statusCode());
            assertEquals(6_000_000, Web.reserved(node));
            processed();
            assertEquals(201, known.bytes(new byte[6_000_000]).answer().status());
        }
        Await.until("nothing is reserved", () -> Web.reserved(node) == 0);
    }

    /** The nearer the disk is to full the shorter are the steps by which it goes on. */
    @Test
    void anUploadOfUnknownLengthThatFitsIsStoredAsItCame() throws Exception {
        byte[] bytes = Web.random(20_000_000);
        String id = UUID.randomUUID().toString();
        assertEquals(
                201,
                Web.send(Web.to(node, "/api/videos/" + id).PUT(unknownLength(bytes)))
                        .statusCode());
        assertArrayEquals(bytes, Web.get(node, "/storage/files/" + id).body());
        assertEquals(0, Web.reserved(node));
    }

    /** Of the piece that fills the disk nothing stays, or the database on it could not go on; what was there before does. */
    @Test
    void aResumableUploadThatDoesNotFitWaitsForSpaceOrForItsEnd() throws Exception {
        byte[] bytes = Web.random(30_000_000);
        var created =
                Web.send(tus("/uploads").header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody()));
        String upload = Web.header(created, "location");
        assertEquals(204, piece(upload, 0, Arrays.copyOf(bytes, 1_000_000)).statusCode());
        byte[] rest = Arrays.copyOfRange(bytes, 1_000_000, bytes.length);
        for (int i = 0; i < 2; i++) {
            Web.assertProblem(507, "disk_full", piece(upload, 1_000_000, rest));
        }
        Web.assertProblem(
                507, "disk_full", piece(upload, 1_000_000, rest, "Upload-Checksum", "md5 AAAAAAAAAAAAAAAAAAAAAA=="));
        assertEquals(List.of(), Web.names(disk.resolve("staging")));
        var there = Web.send(tus(upload).method("HEAD", BodyPublishers.noBody()));
        assertEquals("1000000", Web.header(there, "upload-offset"));
        processed();
        assertEquals(204, Web.send(tus(upload).DELETE()).statusCode());
        assertEquals(1, Web.names(disk.resolve("media")).size());
    }

    private HttpResponse<byte[]> piece(String upload, int offset, byte[] bytes, String... headers) throws Exception {
        var request = tus(upload)
                .headers("Upload-Offset", Integer.toString(offset), "Content-Type", "application/offset+octet-stream")
                .method("PATCH", unknownLength(bytes));
        return Web.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Else there would be no room for it from the beginning. */
    private static HttpRequest.BodyPublisher unknownLength(byte[] bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    private HttpRequest.Builder tus(String path) {
        return Web.to(node, path).header("Tus-Resumable", "1.0.0");
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
