package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every door refuses: uploads for which there is no room, and clients that hardly send anything. */
class UploadGuardsIT {
    private static final String FORM = "Content-Type: " + Form.TYPE + "\r\n";
    private static final String PIECE =
            "Content-Type: application/offset+octet-stream\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n";

    @TempDir
    Path data;

    private TestNode node;

    /** A door by its request line and headers, and what a body there begins with. */
    private record Entrance(String line, String headers, byte[] body) {}

    @AfterEach
    void stop() {
        node.close();
    }

    private static List<Entrance> entrances() {
        byte[] form = new Form().head("file", "a.mp4").bytes(new byte[100]).open();
        byte[] call = new Form().head("0", "a.mp4").bytes(new byte[100]).open();
        return List.of(
                new Entrance("POST /api/videos", FORM, form),
                new Entrance("POST /storage/upload/video", FORM, form),
                new Entrance("POST /rpc/video/upload", FORM, call),
                new Entrance("PUT /api/videos/" + UUID.randomUUID(), "", new byte[100]));
    }

    private RawClient begin(Entrance entrance, String more) throws Exception {
        return new RawClient(node)
                .text(entrance.line() + " HTTP/1.1\r\nHost: localhost\r\n" + entrance.headers()
                        + "Content-Length: 1000000\r\n" + more + "\r\n");
    }

    @Test
    void whatWouldFillTheDiskIsRefusedBeforeItsFirstByte() throws Exception {
        node = TestNode.start(data, Map.of("REELBUS_UPLOAD_MIN_FREE_MEGABYTES", "2000000000"));
        for (Entrance entrance : entrances()) {
            try (RawClient client = begin(entrance, "Expect: 100-continue\r\n")) {
                var answer = client.answer();
                assertEquals(507, answer.status(), entrance.line());
                assertTrue(answer.body().contains("disk_full"), answer.body());
            }
        }
        Web.assertProblem(
                507,
                "disk_full",
                Web.send(Web.to(node, "/uploads")
                        .headers("Tus-Resumable", "1.0.0", "Upload-Length", "10")
                        .POST(BodyPublishers.noBody())));
        assertEquals(List.of(), Web.names(data.resolve("media")));
    }

    @Test
    void resumableUploadsBeyondWhatMayBeOpenAreRefusedUntilOneIsOver() throws Exception {
        node = TestNode.start(data, Map.of("REELBUS_UPLOAD_MAX_OPEN", "2"));
        String first = Web.header(create(), "location");
        assertEquals(201, create().statusCode());
        var refused = create();
        Web.assertProblem(503, "too_many_uploads", refused);
        assertEquals("5", Web.header(refused, "retry-after"));
        assertEquals("1.0.0", Web.header(refused, "tus-resumable"));
        var piece = Web.to(node, first)
                .headers("Tus-Resumable", "1.0.0", "Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(Web.random(10)));
        assertEquals(204, Web.send(piece).statusCode());
        assertEquals(201, create().statusCode());
        assertEquals(503, create().statusCode());
    }

    private HttpResponse<byte[]> create() throws Exception {
        return Web.send(Web.to(node, "/uploads")
                .headers("Tus-Resumable", "1.0.0", "Upload-Length", "10")
                .POST(BodyPublishers.noBody()));
    }

    @Test
    void aClientThatHardlySendsIsEndedAndOneThatIsSlowIsNot() throws Exception {
        node = TestNode.start(
                data, Map.of("REELBUS_UPLOAD_MIN_BYTES_PER_SECOND", "1000", "REELBUS_UPLOAD_SLOW_SECONDS", "2"));
        var created = Web.send(Web.to(node, "/uploads")
                .headers("Tus-Resumable", "1.0.0", "Upload-Length", "1000000")
                .POST(BodyPublishers.noBody()));
        String upload = Web.header(created, "location");
        List<RawClient> clients = new ArrayList<>();
        try (RawClient slow = new RawClient(node)) {
            byte[] form = new Form().file("file", "a.mp4", new byte[20_000]).closed();
            slow.post("/api/videos", "Content-Length: " + form.length + "\r\n");
            for (Entrance entrance : entrances()) {
                clients.add(begin(entrance, "").bytes(entrance.body()));
            }
            clients.add(begin(new Entrance("PATCH " + upload, PIECE, new byte[0]), "")
                    .bytes(new byte[100]));
            // Five seconds at twice the rate.
            for (int sent = 0; sent < form.length; sent += 400) {
                slow.bytes(form, sent, Math.min(400, form.length - sent));
                Thread.sleep(100);
            }
            assertEquals(201, slow.answer().status());
            for (RawClient client : clients) {
                var answer = client.answer();
                assertEquals(408, answer.status(), answer.body());
                assertTrue(answer.body().contains("too_slow"), answer.body());
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        Await.until(
                "what came of them is gone, but for what may be resumed",
                () -> Web.names(data.resolve("media")).size() == 2);
        assertEquals(List.of(), Web.names(data.resolve("unfinished")));
        var there =
                Web.send(Web.to(node, upload).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()));
        assertEquals("100", Web.header(there, "upload-offset"));
    }

    @Test
    void anUploadSaidAgainUnderItsKeyIsTheSameVideo() throws Exception {
        node = TestNode.start(data);
        byte[] bytes = Web.random(100_000);
        var first = post("key-1", bytes);
        assertEquals(201, first.statusCode());
        var again = post("key-1", bytes);
        assertEquals(201, again.statusCode());
        assertEquals(Web.json(first), Web.json(again));
        assertEquals(Web.header(first, "location"), Web.header(again, "location"));
        byte[] other = bytes.clone();
        other[50_000]++;
        Web.assertProblem(422, "key_reused", post("key-1", other));
        Web.assertProblem(422, "key_reused", post("key-1", new byte[1]));
        var second = post("key-2", bytes);
        assertTrue(!Web.json(first).getString("videoId").equals(Web.json(second).getString("videoId")));
        for (String bad : List.of(" ", "x".repeat(256))) {
            Web.assertProblem(400, "bad_request", post(bad, bytes));
        }
        assertEquals(2, Web.names(data.resolve("media")).size());
        assertEquals(8, UUID.fromString(Web.json(first).getString("videoId")).version());
    }

    private HttpResponse<byte[]> post(String key, byte[] file) throws Exception {
        return Web.send(Web.to(node, "/api/videos")
                .headers("Content-Type", Form.TYPE, "Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(Form.of(file).closed())));
    }

    @Test
    void aBodyThatIsEncodedForTheWayIsRefused() throws Exception {
        node = TestNode.start(data);
        for (Entrance entrance : entrances()) {
            try (RawClient client = begin(entrance, "Content-Encoding: gzip\r\n")) {
                var answer = client.answer();
                assertEquals(415, answer.status(), entrance.line());
                assertTrue(answer.body().contains("encoded_body"), answer.body());
            }
        }
        assertEquals(List.of(), Web.names(data.resolve("media")));
    }
}
