package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the multipart doors make of good forms. */
class UploadIT {
    private static final String DOOR = "/storage/upload/video";

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theOriginalDoorAnswers200WithItsKeysAndTheProfile() throws Exception {
        var answer = Web.post(node, DOOR, Form.of(Web.random(1000)).closed());
        assertEquals(200, answer.statusCode());
        assertEquals("application/json", Web.header(answer, "content-type"));
        assertAnswer(Web.json(answer));
    }

    @Test
    void theDoorForFormsAnswers201AndWhereTheVideoIs() throws Exception {
        var answer = Web.post(node, "/api/videos", Form.of(Web.random(1000)).closed());
        assertEquals(201, answer.statusCode());
        JsonObject body = Web.json(answer);
        assertAnswer(body);
        assertEquals("/api/videos/" + body.getString("fileId"), Web.header(answer, "location"));
        assertEquals(200, Web.get(node, Web.header(answer, "location")).statusCode());
    }

    private static void assertAnswer(JsonObject body) {
        assertEquals(Web.UPLOAD_ANSWER, List.copyOf(body.fieldNames()));
        String id = body.getString("fileId");
        assertEquals(UUID.fromString(id).toString(), id);
        assertEquals(id, body.getString("videoId"));
        assertEquals("clip.mp4", body.getString("filename"));
        assertEquals("/storage/files/" + id, body.getString("path"));
        assertEquals(1000, body.getInteger("size"));
        assertEquals("video/mp4", body.getString("mimeType"));
        assertEquals(false, body.getBoolean("isProcessed"));
        assertFalse(body.getString("message").isBlank());
        assertEquals("web", body.getString("profile"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1048575, 1048576, 1048577, 2097152, 3145729, 50_000_001})
    void everyByteArrives(int size) throws Exception {
        byte[] content = Web.random(size);
        assertStored(content, Web.upload(node, content));
    }

    @Test
    void uploadsAtTheSameTimeDoNotMix() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> uploads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] content = Web.random(5_000_000 + i);
                uploads.add(() -> {
                    assertStored(content, Web.upload(node, content));
                    return null;
                });
            }
            for (Future<Void> each : clients.invokeAll(uploads)) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aFormOfUnknownLengthArrivesInChunks() throws Exception {
        byte[] content = Web.random(20_000_000);
        byte[] form = Form.of(content).closed();
        var answer = Web.send(Web.to(node, DOOR)
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form))));
        assertEquals(200, answer.statusCode());
        assertStored(content, Web.json(answer).getString("fileId"));
    }

    @Test
    void aFormInChunksOfAFewBytesArrives() throws Exception {
        byte[] content = "\r\n--a-boundary\r\n--a-boundary-of-test".repeat(20).getBytes(StandardCharsets.UTF_8);
        byte[] form = Form.of(content).closed();
        try (RawClient client = new RawClient(node).post(DOOR, "Transfer-Encoding: chunked\r\n")) {
            for (int from = 0; from < form.length; from += 7) {
                client.chunk(java.util.Arrays.copyOfRange(form, from, Math.min(from + 7, form.length)));
            }
            RawClient.Answer answer = client.text("0\r\n\r\n").answer();
            assertEquals(200, answer.status(), answer.body());
            assertStored(content, answer.json().getString("fileId"));
        }
    }

    @Test
    void aClientThatExpectsAWordBeforeItSendsGetsIt() throws Exception {
        byte[] content = Web.random(3_000_000);
        byte[] form = Form.of(content).closed();
        try (RawClient client =
                new RawClient(node).post(DOOR, "Content-Length: " + form.length + "\r\nExpect: 100-continue\r\n")) {
            assertEquals(100, client.answer().status());
            RawClient.Answer answer = client.bytes(form).answer();
            assertEquals(200, answer.status());
            assertStored(content, answer.json().getString("fileId"));
        }
    }

    @Test
    void aConnectionCarriesOneUploadAfterTheOther() throws Exception {
        try (RawClient client = new RawClient(node)) {
            for (int i = 1; i <= 3; i++) {
                byte[] content = Web.random(700_000 * i);
                byte[] form = Form.of(content).closed();
                RawClient.Answer answer = client.post(DOOR, "Content-Length: " + form.length + "\r\n")
                        .bytes(form)
                        .answer();
                assertStored(content, answer.json().getString("fileId"));
            }
        }
    }

    @Test
    void fieldsAndOtherFilesAroundTheFileAreDropped() throws Exception {
        byte[] content = Web.random(2_000_000);
        byte[] form = new Form()
                .field("title", "A title")
                .file("thumbnail", "a.jpg", Web.random(3_000_000))
                .file("file", "clip.mp4", content)
                .file("captions", "a.vtt", Web.random(2_000_000))
                .field("note", "the end")
                .closed();
        int before = Web.names(data.resolve("media")).size();
        var answer = Web.post(node, DOOR, form);
        assertEquals(200, answer.statusCode());
        assertStored(content, Web.json(answer).getString("fileId"));
        assertEquals(before + 1, Web.names(data.resolve("media")).size());
    }

    @Test
    void ofTwoFilesTheFirstCounts() throws Exception {
        byte[] first = Web.random(1_500_000);
        var answer = Web.post(
                node,
                DOOR,
                Form.of(first).file("file", "second.mp4", Web.random(10)).closed());
        assertEquals(200, answer.statusCode());
        assertEquals("clip.mp4", Web.json(answer).getString("filename"));
        assertStored(first, Web.json(answer).getString("fileId"));
    }

    @Test
    void aFileWithoutATypeIsOfTheGeneralType() throws Exception {
        byte[] form = new Form()
                .part("name=\"file\"; filename=\"a.mp4\"", "")
                .text("abc\r\n")
                .closed();
        var answer = Web.post(node, DOOR, form);
        assertEquals(200, answer.statusCode());
        assertEquals("application/octet-stream", Web.json(answer).getString("mimeType"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "a%0d%0aSet-Cookie.mp4",
                "مرحبا.mp4",
                "\u202Egpj.mp4",
                "🎬 film 🎞️.mp4",
                "-rf.mp4",
                "a&b+c%41.mp4",
                "it's (1)*.mp4"
            })
    void theNameIsDataAndNeverAPath(String name) throws Exception {
        assertNamed(name, name);
    }

    @Test
    void aNameOf300CharactersIsKept() throws Exception {
        assertNamed("x".repeat(300), "x".repeat(300));
    }

    /** The decoder of forms turns these signs into spaces and drops backslashes. */
    @Test
    void signsThatStructureHeadersAreNotKeptInTheName() throws Exception {
        assertNamed("a b c d.mp4", "a;b=c:d.mp4");
        assertNamed("....boot.ini", "..\\..\\boot.ini");
    }

    @Test
    void aNulInTheNameIsReplaced() throws Exception {
        assertNamed("a b.mp4", "a\0b.mp4");
    }

    /** Uploads under the name as sent, and checks it in the answer, the state and the download. */
    private static void assertNamed(String expected, String sent) throws Exception {
        byte[] content = Web.random(100);
        List<String> before = Web.names(data.getParent());
        var answer = Web.post(node, DOOR, new Form().file("file", sent, content).closed());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        JsonObject body = Web.json(answer);
        assertEquals(expected, body.getString("filename"));
        assertEquals(expected, Web.state(node, body.getString("fileId")).getString("filename"));
        assertEquals("/storage/files/" + body.getString("fileId"), body.getString("path"));
        assertStored(content, body.getString("fileId"));
        assertEquals(before, Web.names(data.getParent()));
        var download = Web.get(node, body.getString("path"));
        String disposition = Web.header(download, "content-disposition");
        String prefix = "attachment; filename*=UTF-8''";
        assertTrue(disposition.startsWith(prefix), disposition);
        // RFC 8187: letters, digits and a few signs, all else as percent and two digits.
        String value = disposition.substring(prefix.length());
        assertTrue(value.matches("([A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})*"), value);
        assertEquals(expected, URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    @Test
    void theStoredFileIsServedAsAnAttachmentThatNoPageRuns() throws Exception {
        byte[] content = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        byte[] form = new Form()
                .part("name=\"file\"; filename=\"a.html\"", "Content-Type: text/html\r\n")
                .bytes(content)
                .text("\r\n")
                .closed();
        JsonObject body = Web.json(Web.post(node, DOOR, form));
        HttpResponse<byte[]> answer = Web.get(node, body.getString("path"));
        assertEquals(200, answer.statusCode());
        assertArrayEquals(content, answer.body());
        assertEquals("application/octet-stream", Web.header(answer, "content-type"));
        assertEquals("nosniff", Web.header(answer, "x-content-type-options"));
        assertEquals("attachment; filename*=UTF-8''a.html", Web.header(answer, "content-disposition"));
    }

    private static void assertStored(byte[] content, String id) throws Exception {
        Path original = data.resolve("media").resolve(id).resolve("original");
        assertEquals(content.length, Files.size(original));
        assertEquals(Web.sha256(content), Web.sha256(Files.readAllBytes(original)));
        assertEquals(content.length, Web.state(node, id).getInteger("size"));
    }
}
