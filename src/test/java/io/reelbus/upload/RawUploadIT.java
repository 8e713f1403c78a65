package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code PUT /api/videos/{uuid}}: raw bytes, as often as the client likes. */
class RawUploadIT {
    private static final int LIMIT = 8_000_000;

    @TempDir
    static Path data;

    private static TestNode node;

    private final String id = UUID.randomUUID().toString();
    private final String path = "/api/videos/" + id;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of("REELBUS_UPLOAD_MAX_BYTES", Integer.toString(LIMIT)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void nothingIsLeftUnfinished() throws Exception {
        Await.until(
                "nothing is unfinished",
                () -> Web.names(data.resolve("unfinished")).isEmpty());
        Await.until("one original at most is kept", () -> originals().size() <= 1);
    }

    private List<String> originals() throws Exception {
        return Web.names(data.resolve("media").resolve(id)).stream()
                .filter(name -> name.startsWith("original"))
                .toList();
    }

    private static HttpResponse<byte[]> put(String path, byte[] bytes, String... headers) throws Exception {
        var request = Web.to(node, path).PUT(BodyPublishers.ofByteArray(bytes));
        return Web.send(headers.length == 0 ? request : request.headers(headers));
    }

    private byte[] stored() throws Exception {
        return Web.get(node, "/storage/files/" + id).body();
    }

    private RawClient begin(String headers) throws Exception {
        return new RawClient(node).text("PUT " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    @Test
    void theBytesAreAVideoUnderTheChosenId() throws Exception {
        byte[] clip = Files.readAllBytes(Clips.silent());
        var answer = put(path + "?filename=a%20b.mp4&priority=7", clip, "Content-Type", "video/mp4");
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
        assertEquals(path, Web.header(answer, "location"));
        var said = Web.json(answer);
        assertEquals(id, said.getString("videoId"));
        assertEquals("a b.mp4", said.getString("filename"));
        assertEquals("video/mp4", said.getString("mimeType"));
        assertEquals(clip.length, said.getInteger("size"));
        assertArrayEquals(clip, stored());
        assertEquals("completed", Web.outcome(node, id).getString("status"));

        var again = put(path, clip);
        assertEquals(200, again.statusCode());
        assertEquals(said, Web.json(again));
    }

    @Test
    void otherBytesUnderTheSameIdAreRefused() throws Exception {
        byte[] bytes = Web.random(3_000_000);
        assertEquals(201, put(path, bytes).statusCode());
        byte[] other = bytes.clone();
        other[2_999_999]++;
        Web.assertProblem(409, "bytes_differ", put(path, other));
        Web.assertProblem(409, "bytes_differ", put(path, Arrays.copyOf(bytes, 2_999_999)));
        Web.assertProblem(409, "bytes_differ", put(path, Arrays.copyOf(bytes, 3_000_001)));
        Web.assertProblem(409, "bytes_differ", put(path, new byte[0]));
        assertEquals(200, put(path, bytes).statusCode());
        assertArrayEquals(bytes, stored());
    }

    /** Chunked, so that nothing tells before the end that it is less or more. */
    @Test
    void otherBytesOfUnknownLengthAreRefusedAsTheyArrive() throws Exception {
        byte[] bytes = Web.random(100_000);
        assertEquals(201, put(path, bytes).statusCode());
        for (int length : new int[] {99_999, 100_001}) {
            try (RawClient client = begin("Transfer-Encoding: chunked\r\n")) {
                client.chunk(Arrays.copyOf(bytes, length)).text("0\r\n\r\n");
                client.answer().assertProblem(409, "bytes_differ");
            }
        }
        try (RawClient client = begin("Transfer-Encoding: chunked\r\n")) {
            assertEquals(200, client.chunk(bytes).text("0\r\n\r\n").answer().status());
        }
    }

    @Test
    void manyAtOnceWithTheSameBytesMakeOneVideo() throws Exception {
        byte[] bytes = Web.random(2_000_000);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return put(path, bytes).statusCode();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<Integer> statuses =
                all.stream().map(CompletableFuture::join).sorted().toList();
        assertEquals(1, statuses.stream().filter(status -> status == 201).count(), statuses::toString);
        assertEquals(5, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
        assertArrayEquals(bytes, stored());
    }

    @Test
    void ofTwoAtOnceWithOtherBytesOneIsRefused() throws Exception {
        byte[] ours = Web.random(1_000_000);
        try (RawClient slow = begin("Content-Length: 1000000\r\n")) {
            slow.bytes(ours, 0, 500_000);
            Await.until("it has begun", () -> originals().size() == 1);
            byte[] theirs = Web.random(999_999);
            assertEquals(201, put(path, theirs).statusCode());
            slow.bytes(ours, 500_000, 500_000).answer().assertProblem(409, "bytes_differ");
            assertArrayEquals(theirs, stored());
        }
    }

    @Test
    void aBodyThatBreaksOffLeavesNothingAndCanBeSaidAgain() throws Exception {
        byte[] bytes = Web.random(1_000_000);
        try (RawClient client = begin("Content-Length: 1000000\r\n")) {
            client.bytes(bytes, 0, 600_000);
            Await.until("it has begun", () -> originals().size() == 1);
            client.reset();
        }
        Await.until("nothing is left", () -> originals().isEmpty());
        assertEquals(404, Web.get(node, path).statusCode());
        assertEquals(201, put(path, bytes).statusCode());
    }

    @Test
    void whatASlowResumableUploadHasBegunIsNotTakenAway() throws Exception {
        var created = Web.send(Web.to(node, "/uploads")
                .headers("Tus-Resumable", "1.0.0", "Upload-Length", "100")
                .POST(BodyPublishers.noBody()));
        String upload = Web.header(created, "location").substring("/uploads/".length());
        Web.assertProblem(409, "upload_under_way", put("/api/videos/" + upload, new byte[100]));
    }

    @Test
    void aClientThatWaitsToBeAskedForTheBodyIsAsked() throws Exception {
        try (RawClient client = begin("Content-Length: 5\r\nExpect: 100-continue\r\n")) {
            assertEquals(100, client.answer().status());
            assertEquals(201, client.bytes(Web.random(5)).answer().status());
        }
    }

    @Test
    void aClientWhoseBodyIsNotWantedIsNotAsked() throws Exception {
        try (RawClient client = begin("Content-Length: 99999999\r\nExpect: 100-continue\r\n")) {
            client.answer().assertProblem(413, "too_large");
        }
    }

    @Test
    void tooMuchIsRefusedWhenItComes() throws Exception {
        try (RawClient client = begin("Transfer-Encoding: chunked\r\n")) {
            for (int sent = 0; sent <= LIMIT; sent += 1_000_000) {
                client.chunk(Web.random(1_000_000));
            }
            client.answer().assertProblem(413, "too_large");
        }
    }

    @Test
    void whatIsNotTheBytesOfAFileIsRefused() throws Exception {
        Web.assertProblem(400, "empty_file", put(path, new byte[0]));
        Web.assertProblem(415, "encoded_body", put(path, new byte[10], "Content-Encoding", "gzip"));
        Web.assertProblem(
                400, "bad_request", put(path, new byte[10], "Content-Type", "multipart/form-data; boundary=x"));
        Web.assertProblem(400, "bad_request", put(path + "?priority=10", new byte[10]));
        assertEquals(404, Web.get(node, path).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "11111111-1111-4111-8111-11111111111G", "11111111111141118111111111111111", "%2e%2e"})
    void whatIsNoUuidIsRefused(String other) throws Exception {
        int status = put("/api/videos/" + other, new byte[10]).statusCode();
        assertTrue(status == 400 || status == 404 || status == 405, "status " + status);
    }
}
