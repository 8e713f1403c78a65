package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Processes;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and deleting a video that is there. */
class FilesIT {
    @TempDir
    static Path data;

    private static TestNode node;
    private static String id;
    private static String video;
    private static byte[] bytes;

    @BeforeAll
    static void start() throws Exception {
        node = TestNode.start(data);
        id = Web.upload(node, Files.readAllBytes(Clips.silent()));
        assertEquals("completed", Web.outcome(node, id).getString("status"));
        video = "/api/videos/" + id + "/files/video.mp4";
        bytes = Web.get(node, video).body();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theOutputsAreServedWithTheirTypes() throws Exception {
        var whole = Web.get(node, video);
        assertEquals(200, whole.statusCode());
        assertEquals("video/mp4", Web.header(whole, "content-type"));
        assertEquals("nosniff", Web.header(whole, "x-content-type-options"));
        assertEquals("bytes", Web.header(whole, "accept-ranges"));
        Path media = data.resolve("media").resolve(id);
        String attempt = Web.names(media).get(0);
        assertArrayEquals(Files.readAllBytes(media.resolve(attempt).resolve("video.mp4")), whole.body());
        var poster = Web.get(node, "/api/videos/" + id + "/files/poster.jpg");
        assertEquals("image/jpeg", Web.header(poster, "content-type"));
        assertEquals("nosniff", Web.header(poster, "x-content-type-options"));
    }

    @Test
    void aRangeIsThoseBytes() throws Exception {
        int size = bytes.length;
        assertPart(0, 0, "bytes=0-0");
        assertPart(100, 199, "bytes=100-199");
        assertPart(size - 50, size - 1, "bytes=-50");
        assertPart(size - 10, size - 1, "bytes=" + (size - 10) + "-");
        assertPart(5, size - 1, "bytes=5-99999999");
    }

    private static void assertPart(int from, int to, String range) throws Exception {
        var answer = Web.get(node, video, "Range", range);
        assertEquals(206, answer.statusCode());
        assertEquals("bytes " + from + "-" + to + "/" + bytes.length, Web.header(answer, "content-range"));
        assertArrayEquals(Arrays.copyOfRange(bytes, from, to + 1), answer.body());
    }

    @Test
    void aRangeBeyondTheEndNamesTheSize() throws Exception {
        var answer = Web.get(node, video, "Range", "bytes=" + bytes.length + "-");
        Web.assertProblem(416, "range_not_satisfiable", answer);
        assertEquals("bytes */" + bytes.length, Web.header(answer, "content-range"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=x", "lines=1-2", "bytes=9-1"})
    void whatIsNotOneRangeGetsTheWholeFile(String range) throws Exception {
        var answer = Web.get(node, video, "Range", range);
        assertEquals(200, answer.statusCode());
        assertArrayEquals(bytes, answer.body());
    }

    @Test
    void aPartIsOnlyOfTheVersionTheClientHas() throws Exception {
        String etag = Web.header(Web.get(node, video), "etag");
        assertEquals(
                206,
                Web.get(node, video, "Range", "bytes=0-1", "If-Range", etag).statusCode());
        assertEquals(
                200,
                Web.get(node, video, "Range", "bytes=0-1", "If-Range", "\"other\"")
                        .statusCode());
        var known = Web.get(node, video, "If-None-Match", "\"a\", W/" + etag);
        assertEquals(304, known.statusCode());
        assertEquals(0, known.body().length);
        assertEquals(etag, Web.header(known, "etag"));
    }

    @Test
    void headSaysWhatGetWould() throws Exception {
        var head = Web.send(Web.to(node, video).method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals(Integer.toString(bytes.length), Web.header(head, "content-length"));
        assertEquals("video/mp4", Web.header(head, "content-type"));
        assertEquals(0, head.body().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/../original",
                "/files/%2e%2e%2foriginal",
                "/files/..%2Foriginal",
                "/files/.",
                "/files/nothing.mp4",
                "/files/video.mp4%00",
                "/files/video.mp4%2F",
                "/files/..%5Coriginal",
                "/files/"
            })
    void aNameThatIsNoOutputIsNotFound(String path) throws Exception {
        try (RawClient client = new RawClient(node)) {
            client.text("GET /api/videos/" + id + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .answer()
                    .assertProblem(404, "not_found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "x", "..", "%2e%2e", "A"})
    void anUnknownIdIsNotFound(String unknown) throws Exception {
        for (String path : List.of("/api/videos/?", "/api/videos/?/files/video.mp4", "/storage/files/?")) {
            try (RawClient client = new RawClient(node)) {
                client.text("GET " + path.replace("?", unknown) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .answer()
                        .assertProblem(404, "not_found");
            }
        }
        Web.assertProblem(404, "not_found", Web.delete(node, "/api/videos/" + unknown.replace("..", "y")));
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/videos", "POST, /", "DELETE, /storage/files/x"})
    void anotherMethodIsNotAllowed(String method, String path) throws Exception {
        Web.assertProblem(
                405, "method_not_allowed", Web.send(Web.to(node, path).method(method, BodyPublishers.noBody())));
    }

    @Test
    void theStateHasAnEntityTag() throws Exception {
        var state = Web.get(node, "/api/videos/" + id);
        String etag = Web.header(state, "etag");
        assertEquals('"' + Web.json(state).getLong("seq").toString() + '"', etag);
        assertEquals(
                304, Web.get(node, "/api/videos/" + id, "If-None-Match", etag).statusCode());
        assertEquals(
                200,
                Web.get(node, "/api/videos/" + id, "If-None-Match", "\"1\"").statusCode());
    }

    @Test
    void aDeletedVideoIsGone() throws Exception {
        String other = Web.upload(node, Web.random(1000));
        assertEquals("failed", Web.outcome(node, other).getString("status"));
        assertEquals(204, Web.delete(node, "/api/videos/" + other).statusCode());
        Web.assertProblem(404, "not_found", Web.get(node, "/api/videos/" + other));
        Web.assertProblem(404, "not_found", Web.get(node, "/storage/files/" + other));
        Web.assertProblem(404, "not_found", Web.delete(node, "/api/videos/" + other));
        assertTrue(Files.notExists(data.resolve("media").resolve(other)));
    }

    @Test
    void aVideoDeletedDuringItsTranscodeFailsOnceAndLeavesNothing() throws Exception {
        String other = Web.upload(node, Files.readAllBytes(Clips.fullHd()));
        List<JsonObject> heard = new CopyOnWriteArrayList<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/file-processing"), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            heard.add(new JsonObject(text.toString()));
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .get(10, TimeUnit.SECONDS);
        socket.sendText("{\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"" + other + "\"}}", true);
        Await.until(
                "ffmpeg writes",
                () -> !Web.names(data.resolve("scratch")).isEmpty()
                        && !Processes.about(data.resolve("scratch")).isEmpty());
        Await.until("progress is heard", () -> events(heard).contains("processing:progress"));
        assertEquals(204, Web.delete(node, "/api/videos/" + other).statusCode());
        Await.until("its end is heard", () -> events(heard).contains("processing:failed"));
        Await.until(
                "ffmpeg ends", () -> Processes.about(data.resolve("scratch")).isEmpty());
        Await.until(
                "its bytes are gone",
                () -> Files.notExists(data.resolve("media").resolve(other))
                        && Web.names(data.resolve("scratch")).isEmpty());
        // What is answered now was sent after all that could have come of the deleted one.
        socket.sendText("{\"event\":\"unsubscribe:file\",\"data\":{\"fileId\":\"" + other + "\"}}", true);
        Await.until("the answer", () -> events(heard).contains("unsubscribed"));
        List<String> events = events(heard);
        assertEquals(1, events.stream().filter("processing:failed"::equals).count());
        assertEquals(List.of("processing:failed", "unsubscribed"), events.subList(events.size() - 2, events.size()));
        JsonObject failed = heard.get(events.indexOf("processing:failed")).getJsonObject("data");
        assertEquals("deleted", failed.getString("code"));
        socket.abort();
    }

    private static List<String> events(List<JsonObject> heard) {
        return heard.stream().map(each -> each.getString("event")).toList();
    }
}
