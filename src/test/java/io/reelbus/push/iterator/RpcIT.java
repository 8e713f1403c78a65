package io.reelbus.push.iterator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Curl;
import io.reelbus.RawClient;
import io.reelbus.Web;
import io.reelbus.job.FileId;
import io.reelbus.push.Quiet;
import io.reelbus.push.Stage;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wire of oRPC, by its bytes; its own client has a test of its own. */
@Timeout(60)
class RpcIT {
    private final Quiet log = new Quiet();
    private Stage stage;

    @TempDir
    Path folder;

    private Stage open(Map<String, String> settings) {
        stage = Stage.open(folder, settings);
        return stage;
    }

    private Stage open() {
        return open(Map.of());
    }

    @AfterEach
    void close() {
        stage.close();
        log.close();
    }

    private HttpResponse<byte[]> post(String path, String type, String body) throws Exception {
        return Web.send(
                Web.to(stage, "/rpc/" + path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<byte[]> post(String path, String body) throws Exception {
        return post(path, "application/json", body);
    }

    private HttpResponse<byte[]> get(String path, String body) throws Exception {
        return Web.get(stage, "/rpc/" + path + "?data=" + URLEncoder.encode(body, StandardCharsets.UTF_8));
    }

    private static String input(String key, Object id) {
        return new JsonObject().put("json", new JsonObject().put(key, id)).encode();
    }

    /** Checks the whole envelope but its {@code data}, which is returned. */
    private static JsonObject assertError(int status, String code, String message, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode(), () -> new String(answer.body()));
        assertEquals("application/json", Web.header(answer, "content-type"));
        JsonObject error = Web.json(answer).getJsonObject("json");
        JsonObject data = error.getJsonObject("data", new JsonObject());
        error.remove("data");
        assertEquals(
                new JsonObject()
                        .put("defined", false)
                        .put("code", code)
                        .put("status", status)
                        .put("message", message),
                error);
        return data;
    }

    @Test
    void theStateOfAVideoIsAnsweredInAnEnvelope() throws Exception {
        open().accept();
        stage.begin();
        JsonObject state = Web.state(stage, stage.id.value());
        for (HttpResponse<byte[]> answer : List.of(
                post("video/get", input("videoId", stage.id.value())),
                get("video/get", input("videoId", stage.id.value())))) {
            assertEquals(200, answer.statusCode());
            assertEquals(new JsonObject().put("json", state), Web.json(answer));
        }
    }

    @Test
    void whatIsWrongIsSaidInAnEnvelope() throws Exception {
        open();
        String id = FileId.random().value();
        JsonObject unknown = assertError(
                404, "NOT_FOUND", "There is nothing at this address.", post("video/get", input("videoId", id)));
        assertEquals("not_found", unknown.getString("code"));
        assertError(404, "NOT_FOUND", "There is no such procedure.", post("video/none", "{}"));
        assertError(404, "NOT_FOUND", "There is no such procedure.", get("video/none", "{}"));
        for (String nothing : List.of("{}", "", "{\"json\":{}}", "{\"json\":null}", "{\"json\":7}")) {
            JsonObject data = assertError(400, "BAD_REQUEST", "videoId is missing", post("video/get", nothing));
            assertEquals("{\"issues\":[{\"path\":[\"videoId\"],\"message\":\"videoId is missing\"}]}", data.encode());
        }
        assertError(400, "BAD_REQUEST", "videoId must be a string", post("video/get", input("videoId", 7)));
        assertError(400, "BAD_REQUEST", "fileId is missing", post("video/subscribe", "{}"));
        assertError(400, "BAD_REQUEST", "The input is not JSON.", post("video/get", "{"));
        assertError(400, "BAD_REQUEST", "The input is not JSON.", get("video/get", "{"));
        assertError(
                400,
                "BAD_REQUEST",
                "The input must be {\"json\": ...}, perhaps with \"meta\".",
                post("video/get", "[]"));
        assertError(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "This procedure takes application/json.",
                post("video/get", "text/plain", "{}"));
        assertError(413, "PAYLOAD_TOO_LARGE", "An input may have 65536 bytes.", post("video/get", " ".repeat(70_000)));
        assertError(
                405,
                "METHOD_NOT_SUPPORTED",
                "This procedure is not called by DELETE.",
                Web.delete(stage, "/rpc/video/get"));
        log.assertNothingIsWrong();
    }

    private Curl subscribe(String... more) throws Exception {
        String[] arguments = new String[more.length + 4];
        arguments[0] = stage.uri("/rpc/video/subscribe").toString();
        arguments[1] = "--json";
        arguments[2] = input("fileId", stage.id.value());
        arguments[3] = "-i";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Curl.start(arguments);
    }

    @Test
    void aStoryIsAnIteratorThatIsDoneAtItsEnd() throws Exception {
        open().accept();
        stage.begin();
        try (Curl curl = subscribe()) {
            curl.await("the start", line -> line.equals("id: 2000000"));
            stage.complete();
            List<String> lines = curl.finish();
            assertTrue(lines.contains("content-type: text/event-stream"), lines::toString);
            List<String> body = lines.subList(lines.indexOf("") + 1, lines.size());
            assertEquals(List.of(": ", "", "event: message"), body.subList(0, 3));
            assertEquals(
                    "data: {\"json\":{\"event\":\"subscribed\",\"data\":{\"fileId\":\"" + stage.id + "\"}}}",
                    body.get(3));
            assertEquals(List.of("", "event: message", "id: 2000000"), body.subList(4, 7));
            assertEquals(List.of("event: done", "data: {}", ""), body.subList(body.size() - 3, body.size()));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aFailureIsTheLastValueAndNoError() throws Exception {
        open().accept();
        stage.begin();
        stage.cancel();
        try (Curl curl = subscribe()) {
            List<String> lines = curl.finish();
            int last = lines.size() - 1;
            assertEquals(List.of("", "event: done", "data: {}", ""), lines.subList(last - 3, last + 1));
            assertTrue(lines.get(last - 4).contains("\"event\":\"processing:failed\""), lines::toString);
        }
    }

    @Test
    void whoHasHadTheEndIsDoneAtOnce() throws Exception {
        open().accept();
        stage.begin();
        long end = stage.complete();
        try (Curl curl = subscribe("-H", "last-event-id: " + end)) {
            List<String> lines = curl.finish();
            assertEquals(List.of("event: done", "data: {}", ""), lines.subList(lines.size() - 3, lines.size()));
            assertTrue(lines.stream().noneMatch(line -> line.startsWith("id: ")), lines::toString);
        }
    }

    @Test
    void aWaitInVainEndsWithAnError() throws Exception {
        open(Map.of("REELBUS_PUSH_WAIT_SECONDS", "1"));
        try (Curl curl = subscribe()) {
            List<String> lines = curl.finish();
            assertTrue(lines.stream().anyMatch(line -> line.contains("\"known\":false")), lines::toString);
            assertEquals("event: error", lines.get(lines.size() - 3));
            assertTrue(lines.get(lines.size() - 2).contains("\"code\":\"NOT_FOUND\""), lines::toString);
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aNodeThatStopsEndsItsIteratorsWithAnErrorAndBeginsNone() throws Exception {
        open().accept();
        try (Curl curl = subscribe()) {
            curl.await("it is open", line -> line.contains("\"subscribed\""));
            stage.drain();
            List<String> lines = curl.finish();
            assertEquals("event: error", lines.get(lines.size() - 3));
            assertTrue(lines.get(lines.size() - 2).contains("\"code\":\"SERVICE_UNAVAILABLE\""), lines::toString);
        }
        assertError(
                503,
                "SERVICE_UNAVAILABLE",
                "This node is about to stop; try again in a moment.",
                post("video/subscribe", input("fileId", stage.id.value())));
    }

    @Test
    void anAddressWithTooManyIsRefused() throws Exception {
        open(Map.of("REELBUS_PUSH_MAX_CONNECTIONS_PER_ADDRESS", "1")).accept();
        try (Curl curl = subscribe()) {
            curl.await("it is open", line -> line.contains("\"subscribed\""));
            assertError(
                    429,
                    "TOO_MANY_REQUESTS",
                    "Too many connections are open from your address.",
                    post("video/subscribe", input("fileId", stage.id.value())));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aClientThatLeavesLeavesNothingAndIsNoError() throws Exception {
        open().accept();
        String body = input("fileId", stage.id.value());
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(stage.port())) {
                client.text(
                        "POST /rpc/video/subscribe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n"
                                + (i % 5 == 0 ? body.substring(3) : body));
                if (i % 2 == 0 && i % 5 != 0) {
                    assertEquals(200, client.answer().status());
                }
                if (i % 3 == 0) {
                    client.reset();
                }
            }
        }
        stage.begin();
        stage.awaitNothingIsLeft();
        log.assertNothingIsWrong();
    }

    private Curl original(String... more) throws Exception {
        String[] arguments = new String[more.length + 2];
        arguments[0] = stage.uri("/storage/subscribe/video/" + stage.id).toString();
        arguments[1] = "-i";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Curl.start(arguments);
    }

    @Test
    void theOriginalsIteratorHasBareBodies() throws Exception {
        open().accept();
        stage.begin();
        try (Curl curl = original()) {
            curl.await("the start", line -> line.equals("id: 2000000"));
            stage.complete();
            List<String> lines = curl.finish();
            assertTrue(lines.contains("content-type: text/event-stream"), lines::toString);
            List<String> body = lines.subList(lines.indexOf("") + 1, lines.size());
            assertEquals(List.of(": ", "", "event: message", "id: 2000000"), body.subList(0, 4));
            assertTrue(
                    body.get(4).startsWith("data: {\"progress\":0,\"message\":\"Started\",\"metadata\":"), body.get(4));
            List<String> end = body.subList(body.size() - 7, body.size());
            assertEquals(List.of("event: message", "id: 2999999"), end.subList(0, 2));
            assertTrue(end.get(2).startsWith("data: {\"progress\":100,\"message\":"), end.get(2));
            assertEquals(List.of("", "event: done", "data: {}", ""), end.subList(3, 7));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void theOriginalsIteratorGoesOnBehindTheLastEventId() throws Exception {
        open().accept();
        stage.begin();
        stage.complete();
        try (Curl curl = original("-H", "last-event-id: 2000000")) {
            List<String> ids = curl.finish().stream()
                    .filter(line -> line.startsWith("id: "))
                    .toList();
            assertEquals(List.of("id: 2999999"), ids);
        }
    }

    @Test
    void theOriginalsIteratorEndsWithTheFailure() throws Exception {
        open().accept();
        stage.begin();
        stage.cancel();
        try (Curl curl = original()) {
            List<String> lines = curl.finish();
            assertEquals("event: error", lines.get(lines.size() - 3));
            assertEquals(
                    "data: {\"defined\":false,\"code\":\"CONFLICT\",\"status\":409,"
                            + "\"message\":\"The work was canceled.\",\"data\":{\"code\":\"canceled\"}}",
                    lines.get(lines.size() - 2));
        }
        stage.awaitNothingIsLeft();
    }

    private static void assertBare(int status, String code, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode(), () -> new String(answer.body()));
        assertEquals("application/json", Web.header(answer, "content-type"));
        JsonObject error = Web.json(answer);
        assertEquals(List.of("defined", "code", "status", "message", "data"), List.copyOf(error.fieldNames()));
        assertEquals(code, error.getString("code"));
    }

    @Test
    void theOriginalsPathAnswersItsErrorsBare() throws Exception {
        open();
        String path = "/storage/subscribe/video/" + stage.id;
        assertBare(404, "NOT_FOUND", Web.get(stage, "/storage/subscribe/video/v1"));
        assertBare(400, "BAD_REQUEST", Web.get(stage, path + "?after=x"));
        HttpResponse<byte[]> method = Web.delete(stage, path);
        assertBare(405, "METHOD_NOT_SUPPORTED", method);
        assertEquals("GET, HEAD", Web.header(method, "allow"));
        HttpResponse<byte[]> head = Web.send(Web.to(stage, path).method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals("text/event-stream", Web.header(head, "content-type"));
        assertEquals(
                404,
                Web.send(Web.to(stage, "/storage/subscribe/video/v1").method("HEAD", BodyPublishers.noBody()))
                        .statusCode());
        stage.drain();
        HttpResponse<byte[]> draining = Web.get(stage, path);
        assertBare(503, "SERVICE_UNAVAILABLE", draining);
        assertEquals("5", Web.header(draining, "retry-after"));
        log.assertNothingIsWrong();
    }

    private HttpResponse<byte[]> batch(String mode, String body) throws Exception {
        return Web.send(Web.to(stage, "/rpc/video/get/__batch__")
                .header("Content-Type", "application/json")
                .header("x-orpc-batch", mode)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void aBatchIsBoundedAndWellFormed() throws Exception {
        open().accept();
        String item = "{\"url\":\"http://a/rpc/video/get\",\"body\":" + input("videoId", stage.id.value()) + "}";
        String many = String.join(",", java.util.Collections.nCopies(20, item));
        HttpResponse<byte[]> twenty = batch("buffered", "[" + many + "]");
        assertEquals(207, twenty.statusCode());
        assertEquals("application/json", Web.header(twenty, "content-type"));
        assertEquals(20, new io.vertx.core.json.JsonArray(new String(twenty.body())).size());
        assertError(
                413,
                "PAYLOAD_TOO_LARGE",
                "A batch may have 20 calls.",
                batch("streaming", "[" + many + "," + item + "]"));
        assertError(
                400,
                "BAD_REQUEST",
                "A batch must be [{\"url\": ..., \"method\"?, \"body\"?}, ...].",
                batch("streaming", "{}"));
        assertError(404, "NOT_FOUND", "There is no such procedure.", post("video/get/__batch__", "[" + item + "]"));
        HttpResponse<byte[]> streamed = batch("streaming", "[" + item + "]");
        assertEquals(207, streamed.statusCode());
        assertEquals("text/event-stream", Web.header(streamed, "content-type"));
        String state = Web.state(stage, stage.id.value()).encode();
        assertEquals(
                ": \n\nevent: message\ndata: {\"index\":0,\"status\":200,\"body\":{\"json\":" + state + "}}\n\n",
                new String(streamed.body(), StandardCharsets.UTF_8));
        log.assertNothingIsWrong();
    }
}
