package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.store.S3Server;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node that keeps its media on S3, which also goes away and comes back. */
class NodeOnS3IT {
    @TempDir
    Path folder;

    private Path data;
    private S3Server s3;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        data = folder.resolve("data");
        s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
        start(Map.of());
    }

    private void start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(s3.settings());
        settings.putAll(more);
        settings.put("REELBUS_TRANSCODE_SLOTS", "1");
        settings.put("REELBUS_TRANSCODE_FFMPEG", Clips.ffmpeg().path().toString());
        node = TestNode.start(data, settings);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        s3.close();
    }

    private static void assertPart(byte[] whole, int from, int to, HttpResponse<byte[]> answer) {
        assertEquals(206, answer.statusCode());
        assertEquals("bytes " + from + "-" + (to - 1) + "/" + whole.length, Web.header(answer, "content-range"));
        assertArrayEquals(Arrays.copyOfRange(whole, from, to), answer.body());
    }

    @Test
    void aVideoGoesInIsMadeAndComesOutInRangesAndIsGoneOnceDeleted() throws Exception {
        byte[] clip = Files.readAllBytes(Clips.small());
        String id = Web.upload(node, clip);
        var end = Web.outcome(node, id);
        assertEquals("completed", end.getString("status"), end::encode);
        assertEquals(
                List.of(
                        id + "/N/poster.jpg",
                        id + "/N/storyboard-1.jpg",
                        id + "/N/storyboard.vtt",
                        id + "/N/video.mp4",
                        id + "/original"),
                s3.everything().stream()
                        .map(each -> each.replaceFirst("/\\d+/", "/N/"))
                        .toList());
        Await.until(
                "nothing is left on the disk",
                () -> Web.names(data.resolve("scratch")).isEmpty()
                        && Web.names(data.resolve("parts")).isEmpty());
        String original = "/storage/files/" + id;
        String output = "/api/videos/" + id + "/files/video.mp4";
        assertArrayEquals(clip, Web.get(node, original).body());
        byte[] video = Web.get(node, output).body();
        assertPart(video, 100, 5_000, Web.get(node, output, "Range", "bytes=100-4999"));

        // Started anew on the same folder, it lets clients fetch by themselves.
        node.close();
        start(Map.of("REELBUS_STORE_S3_PRESIGN_SECONDS", "60"));
        HttpResponse<byte[]> sent = Web.get(node, output, "Range", "bytes=100-4999");
        assertEquals("no-store", Web.header(sent, "cache-control"));
        HttpResponse<byte[]> answer = follow(sent, "Range", "bytes=100-4999");
        assertPart(video, 100, 5_000, answer);
        assertEquals("video/mp4", Web.header(answer, "content-type"));
        HttpResponse<byte[]> whole = follow(Web.get(node, original));
        assertArrayEquals(clip, whole.body());
        assertTrue(Web.header(whole, "content-disposition").startsWith("attachment; filename*=UTF-8''clip.mp4"));
        assertOwnAnswers(output, video.length);
        assertRelayed(output, id);

        assertEquals(204, Web.delete(node, "/api/videos/" + id).statusCode());
        Await.until("nothing is left in the bucket", () -> s3.everything().isEmpty());
    }

    /** What names other files by relative addresses is handed out where these are. */
    private void assertRelayed(String output, String id) throws Exception {
        String folder = s3.everything().stream()
                .filter(key -> key.endsWith("/video.mp4"))
                .findFirst()
                .orElseThrow()
                .replace("video.mp4", "");
        for (String name : List.of("master.m3u8", "storyboard.vtt")) {
            byte[] text = ("of " + id).getBytes(StandardCharsets.UTF_8);
            s3.put(folder + name, text);
            HttpResponse<byte[]> answer = Web.get(node, output.replace("video.mp4", name));
            assertEquals(200, answer.statusCode());
            assertArrayEquals(text, answer.body());
            assertEquals("private, no-cache", Web.header(answer, "cache-control"));
        }
    }

    private static HttpResponse<byte[]> follow(HttpResponse<byte[]> sent, String... headers) throws Exception {
        assertEquals(302, sent.statusCode());
        URI there = URI.create(Web.header(sent, "location"));
        return Web.get(path -> there, "", headers);
    }

    /** What needs no bytes of the file the node answers by itself, with links or without. */
    private void assertOwnAnswers(String path, int size) throws Exception {
        HttpResponse<byte[]> head = Web.send(Web.to(node, path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals(Integer.toString(size), Web.header(head, "content-length"));
        assertEquals(
                304,
                Web.get(node, path, "If-None-Match", Web.header(head, "etag")).statusCode());
        Web.assertProblem(416, "range_not_satisfiable", Web.get(node, path, "Range", "bytes=" + size + "-"));
    }

    private HttpResponse<byte[]> tus(String method, String path, byte[] body, String... headers) throws Exception {
        return Web.send(Web.to(node, path)
                .headers("Tus-Resumable", "1.0.0")
                .headers(headers)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private int append(String upload, int offset, byte[] piece) throws Exception {
        HttpResponse<byte[]> answer = tus(
                "PATCH",
                upload,
                piece,
                "Upload-Offset",
                Integer.toString(offset),
                "Content-Type",
                "application/offset+octet-stream");
        assertEquals(204, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
        return Integer.parseInt(Web.header(answer, "upload-offset"));
    }

    @Test
    void aResumableUploadGoesOnAtTheNextStartAndLeavesNothingBeside() throws Exception {
        byte[] bytes = Web.random(16_000_000);
        String upload = Web.header(
                tus("POST", "/uploads", new byte[0], "Upload-Length", Integer.toString(bytes.length)), "location");
        int there = append(upload, 0, Arrays.copyOf(bytes, 1_000));
        there = append(upload, there, Arrays.copyOfRange(bytes, there, 9_000_000));
        assertEquals(9_000_000, there);
        node.close();
        start(Map.of());
        assertEquals("9000000", Web.header(tus("HEAD", upload, new byte[0], "Accept", "*/*"), "upload-offset"));
        assertEquals(bytes.length, append(upload, there, Arrays.copyOfRange(bytes, there, bytes.length)));
        String id = upload.substring(upload.lastIndexOf('/') + 1);
        assertArrayEquals(bytes, Web.get(node, "/storage/files/" + id).body());
        assertEquals(List.of(id + "/original"), s3.everything());
    }

    /** Ends at once, when S3 has been told to. */
    private InputStream outage() {
        return new InputStream() {
            @Override
            public int read() {
                try {
                    s3.stop();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return -1;
            }
        };
    }

    @Test
    void anUploadDuringWhichS3GoesAwayIsToldAndLeavesNothingOnceItIsBack() throws Exception {
        byte[] form = Form.of(Web.random(20_000_000)).closed();
        HttpResponse<byte[]> answer = Web.send(Web.to(node, "/api/videos")
                .header("Content-Type", Form.TYPE)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() ->
                        new SequenceInputStream(Collections.enumeration(List.of(
                                new ByteArrayInputStream(form, 0, 8_000_000),
                                outage(),
                                new ByteArrayInputStream(form, 8_000_000, form.length - 8_000_000)))))));
        Web.assertProblem(503, "unavailable", answer);
        assertEquals(503, Web.get(node, "/health/ready").statusCode());
        Await.until(
                "nothing is left on the disk",
                () -> Web.names(data.resolve("parts")).isEmpty());
        s3.start();
        Await.until("nothing is left in the bucket", () -> s3.everything().isEmpty());
        assertEquals(
                "completed",
                Web.outcome(node, Web.upload(node, Files.readAllBytes(Clips.silent())))
                        .getString("status"));
    }

    @Test
    void anOutageOfS3CostsNoAttempt() throws Exception {
        Path scratch = data.resolve("scratch");
        String id = Web.upload(node, Files.readAllBytes(Clips.shortFullHd()));
        Await.until(
                "ffmpeg works",
                () -> Web.state(node, id)
                        .getJsonObject("metadata", new JsonObject())
                        .containsKey("frame"));
        s3.stop();
        Await.until(
                "the result is made and waits to be published",
                () -> Processes.about(scratch).isEmpty() && made(scratch).contains("poster.jpg"));
        Await.until("who watches is told what it waits for", () -> "store".equals(step(id)));
        s3.start();
        var end = Web.outcome(node, id);
        assertEquals("completed", end.getString("status"), end::encode);
        assertEquals(1, end.getInteger("attempt"));
    }

    @Test
    void whoWatchesIsToldWhileTheFileIsFetched() throws Exception {
        String first = Web.upload(node, Files.readAllBytes(Clips.fullHd()));
        Await.until("the only slot is taken", () -> Web.state(node, first).containsKey("attempt"));
        String second = Web.upload(node, Files.readAllBytes(Clips.silent()));
        s3.stop();
        Web.send(Web.to(node, "/api/videos/" + first + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
        Await.until("it is told so", () -> "fetch".equals(step(second)));
        s3.start();
        assertEquals("completed", Web.outcome(node, second).getString("status"));
    }

    private String step(String id) throws Exception {
        return Web.state(node, id).getJsonObject("metadata", new JsonObject()).getString("step");
    }

    private static List<String> made(Path scratch) throws Exception {
        List<String> attempts = Web.names(scratch);
        return attempts.isEmpty() ? List.of() : Web.names(scratch.resolve(attempts.get(0)));
    }
}
