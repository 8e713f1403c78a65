package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of {@code video/upload} by its bytes, right and wrong; nothing is left of what is refused. */
@Timeout(60)
class RpcUploadIT {
    private static final String DOOR = "/rpc/video/upload";
    private static final String DATA = "{\"json\":{\"file\":{}},\"meta\":[],\"maps\":[[\"file\"]]}";
    private static final int LIMIT = 4_000_000;

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                data, Map.of("REELBUS_UPLOAD_MAX_BYTES", Integer.toString(LIMIT), "REELBUS_HTTP_INSTANCES", "1"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void nothingIsLeft() {
        Await.until("nothing is left", () -> Web.names(data.resolve("media")).isEmpty());
        Await.until(
                "nothing is unfinished",
                () -> Web.names(data.resolve("unfinished")).isEmpty());
    }

    private static void assertError(int status, String code, String message, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode(), () -> new String(answer.body()));
        assertEquals("application/json", Web.header(answer, "content-type"));
        JsonObject error = Web.json(answer).getJsonObject("json");
        assertEquals(code + ": " + message, error.getString("code") + ": " + error.getString("message"));
        assertEquals(status, error.getInteger("status"));
        assertEquals(false, error.getBoolean("defined"));
    }

    /** A form that is refused for its input; 1 MB of its file has reached the store by then. */
    private static void assertIssue(String path, String message, Form form) throws Exception {
        HttpResponse<byte[]> answer = Web.post(node, DOOR, form.closed());
        assertError(400, "BAD_REQUEST", message, answer);
        JsonObject issue = Web.json(answer)
                .getJsonObject("json")
                .getJsonObject("data")
                .getJsonArray("issues")
                .getJsonObject(0);
        assertEquals(path, issue.getJsonArray("path").encode());
        assertEquals(message, issue.getString("message"));
    }

    private static Form withFile(Form form) {
        return form.file("0", "a.mp4", Web.random(1_000_000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOrderOfThePartsDoesNotMatter(boolean dataFirst) throws Exception {
        byte[] content = Web.random(3_000_000);
        Form form = new Form();
        if (dataFirst) {
            form.field("data", DATA).file("0", "a.mp4", content);
        } else {
            form.file("0", "a.mp4", content).field("data", DATA);
        }
        HttpResponse<byte[]> answer = Web.post(node, DOOR, form.closed());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        JsonObject output = Web.json(answer).getJsonObject("json");
        assertEquals("a.mp4", output.getString("filename"));
        Path original =
                data.resolve("media").resolve(output.getString("fileId")).resolve("original");
        assertEquals(Web.sha256(content), Web.sha256(Files.readAllBytes(original)));
        Web.outcome(node, output.getString("fileId"));
        assertEquals(
                204,
                Web.delete(node, "/api/videos/" + output.getString("fileId")).statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"json\": | [] | The input is not JSON.",
                "[] | [] | The input must be {\"json\": ...}, perhaps with \"meta\".",
                "{\"json\":{\"file\":{}},\"maps\":7} | [] | The maps of a form must be [[key, ...], ...].",
                "{\"json\":{\"file\":{}},\"maps\":[]} | [\"file\"] | file must be a file",
                "{\"json\":{},\"maps\":[[]]} | [] | A file belongs nowhere but at file.",
                "{\"json\":{\"a\":{}},\"maps\":[[\"a\"]]} | [\"a\"] | A file belongs nowhere but at file.",
                "{\"json\":{\"file\":{}},\"maps\":[[\"file\"],[\"file\"]]} | [\"file\"] | file must be one file",
                "{\"json\":{\"file\":{},\"priority\":10},\"maps\":[[\"file\"]]} | [\"priority\"] | priority must be a whole number from 0 to 9"
            })
    void anInputThatIsWrongIsRefused(String input, String path, String message) throws Exception {
        assertIssue(path, message, withFile(new Form()).field("data", input));
    }

    @Test
    void aFormNeedsItsInputAndItsFile() throws Exception {
        assertIssue("[]", "The form has no part named \"data\".", withFile(new Form()));
        assertIssue("[\"file\"]", "The form has no file in a part named \"0\".", new Form().field("data", DATA));
        assertIssue(
                "[\"file\"]",
                "The form has no file in a part named \"0\".",
                new Form().field("data", DATA).field("0", "no file"));
        assertIssue(
                "[\"file\"]",
                "The form has no file in a part named \"0\".",
                new Form().field("data", DATA).file("1", "a.mp4", Web.random(1_000_000)));
        assertIssue("[]", "The form has no part named \"data\".", new Form());
    }

    @Test
    void aSecondFileIsOneTooMany() throws Exception {
        assertIssue(
                "[\"file\"]",
                "file must be one file",
                withFile(new Form().field("data", DATA)).file("1", "b.mp4", Web.random(1_000_000)));
        assertIssue("[\"file\"]", "file must be one file", withFile(withFile(new Form())));
    }

    @Test
    void anInputMayBeLongAndAFieldBesideItMayNot() throws Exception {
        String spaces = " ".repeat(50_000);
        assertError(
                400,
                "BAD_REQUEST",
                "The uploaded file is empty.",
                Web.post(
                        node,
                        DOOR,
                        new Form()
                                .field("data", DATA + spaces)
                                .file("0", "a.mp4", new byte[0])
                                .closed()));
        assertError(
                400,
                "BAD_REQUEST",
                "A field of the form is too long.",
                Web.post(
                        node,
                        DOOR,
                        withFile(new Form().field("data", DATA))
                                .field("x", "x".repeat(9_000))
                                .closed()));
        assertError(
                400,
                "BAD_REQUEST",
                "The multipart form could not be read.",
                Web.post(
                        node,
                        DOOR,
                        withFile(new Form())
                                .field("data", DATA + spaces + spaces)
                                .closed()));
        Form many = withFile(new Form().field("data", DATA));
        for (int i = 0; i < 3; i++) {
            many.field("x" + i, spaces);
        }
        assertError(400, "BAD_REQUEST", "The form has too much beside its file.", Web.post(node, DOOR, many.closed()));
    }

    @Test
    void whatIsNoFormIsRefused() throws Exception {
        for (String type : new String[] {"text/plain", "application/octet-stream"}) {
            var answer =
                    Web.send(Web.to(node, DOOR).header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
            assertError(415, "UNSUPPORTED_MEDIA_TYPE", "This procedure takes application/json.", answer);
        }
        var json = Web.send(
                Web.to(node, DOOR).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")));
        assertError(400, "BAD_REQUEST", "file must be a file", json);
        assertError(
                400,
                "BAD_REQUEST",
                "The multipart content type names no boundary.",
                Web.send(Web.to(node, DOOR)
                        .header("Content-Type", "multipart/form-data")
                        .POST(BodyPublishers.ofString("{}"))));
        assertError(405, "METHOD_NOT_SUPPORTED", "This procedure is not called by GET.", Web.get(node, DOOR));
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeItsFirstByte() throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 9000000\r\nExpect: 100-continue\r\n")) {
            RawClient.Answer answer = client.answer();
            assertEquals(413, answer.status());
            assertEquals("close", answer.headers().get("connection"));
            JsonObject error = answer.json().getJsonObject("json");
            assertEquals("PAYLOAD_TOO_LARGE", error.getString("code"));
            assertEquals("too_large", error.getJsonObject("data").getString("code"));
            assertTrue(client.endedByServer());
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToContinue() throws Exception {
        byte[] form = new Form().field("data", DATA).file("0", "a", new byte[0]).closed();
        try (RawClient client =
                new RawClient(node).post(DOOR, "Content-Length: " + form.length + "\r\nExpect: 100-continue\r\n")) {
            assertEquals(100, client.answer().status());
            assertEquals(400, client.bytes(form).answer().status());
        }
    }

    @Test
    void aClientThatLeavesLeavesNothing() throws Exception {
        byte[] form = withFile(new Form().field("data", DATA)).closed();
        for (int i = 1; i < 20; i++) {
            try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: " + form.length + "\r\n")) {
                client.bytes(form, 0, form.length * i / 20).reset();
            }
        }
    }

    /** A page can make a browser follow a link, with whatever it says of the calls in it. */
    @Test
    void aBatchThatIsALinkChangesNothing() throws Exception {
        String batch = "[{\"url\":\"/rpc/video/upload\",\"method\":\"POST\",\"body\":{}}]";
        var answer = Web.get(
                node,
                "/rpc/x/__batch__?batch=" + URLEncoder.encode(batch, StandardCharsets.UTF_8),
                "x-orpc-batch",
                "buffered");
        assertEquals(207, answer.statusCode());
        JsonObject result = new JsonArray(new String(answer.body())).getJsonObject(0);
        assertEquals(0, result.getInteger("index"));
        assertEquals(405, result.getInteger("status"));
    }

    /** The original's own path for a form of its OpenAPI protocol, whose errors have no envelope. */
    @Test
    void theOriginalsDoorAnswersItsErrorsBare() throws Exception {
        var missing = Web.post(
                node, "/storage/upload/video", new Form().field("file", "abc").closed());
        assertEquals(400, missing.statusCode());
        assertEquals("application/json", Web.header(missing, "content-type"));
        assertEquals(
                "{\"defined\":false,\"code\":\"BAD_REQUEST\",\"status\":400,"
                        + "\"message\":\"The form has no file in a field named \\\"file\\\".\",\"data\":{\"code\":\"file_missing\"}}",
                new String(missing.body()));
        var method = Web.delete(node, "/storage/upload/video");
        assertEquals(405, method.statusCode());
        assertEquals("POST", Web.header(method, "allow"));
        assertEquals("METHOD_NOT_SUPPORTED", Web.json(method).getString("code"));
    }
}
