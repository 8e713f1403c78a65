package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the multipart doors make of bad forms and bad clients: a clear answer, and nothing left behind. */
class BadUploadIT {
    private static final List<String> BAD_CHUNKS = List.of(
            "zzz\r\n",
            "-5\r\nabcde\r\n",
            "ffffffffffffffff\r\n",
            "100000000000000000000\r\n",
            "5\r\nabcdefgh\r\n",
            "5;" + "x".repeat(70_000) + "\r\n",
            "0\r\nTrailer: " + "x".repeat(70_000) + "\r\n\r\n");

    private static final String DOOR = "/api/videos";
    private static final int LIMIT = 8_000_000;

    @TempDir
    static Path data;

    /** The same for all: what one test has done to it, the next would see. */
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

    /** Whatever a test did: nothing of it is left, and the node takes the next upload. */
    @AfterEach
    void nothingIsLeftAndTheNextUploadWorks() throws Exception {
        Await.until("nothing is left of refused uploads", () -> kept().isEmpty());
        byte[] content = Web.random(3_000_000);
        String id = Web.upload(node, content);
        Path original = data.resolve("media").resolve(id).resolve("original");
        assertEquals(Web.sha256(content), Web.sha256(Files.readAllBytes(original)));
        assertEquals(204, Web.delete(node, "/api/videos/" + id).statusCode());
    }

    private List<String> kept() throws IOException {
        return Web.names(data.resolve("media"));
    }

    @Test
    void anEmptyFileIsRefused() throws Exception {
        Web.assertProblem(
                400, "empty_file", Web.post(node, DOOR, Form.of(new byte[0]).closed()));
    }

    @Test
    void aFileInAnotherFieldIsMissing() throws Exception {
        byte[] form = new Form().file("video", "a.mp4", Web.random(2_000_000)).closed();
        Web.assertProblem(400, "file_missing", Web.post(node, DOOR, form));
    }

    @Test
    void aFieldNamedFileWithoutAFilenameIsNoFile() throws Exception {
        Web.assertProblem(
                400,
                "file_missing",
                Web.post(node, DOOR, new Form().field("file", "abc").closed()));
    }

    @Test
    void aFormWithoutPartsHasNoFile() throws Exception {
        Web.assertProblem(400, "file_missing", Web.post(node, DOOR, new Form().closed()));
    }

    @Test
    void anEmptyBodyHasNoFile() throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 0\r\n")) {
            client.answer().assertProblem(400, "file_missing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "application/json", "application/x-www-form-urlencoded"})
    void whatIsNotMultipartIsRefused(String type) throws Exception {
        var answer = Web.send(Web.to(node, DOOR).header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
        Web.assertProblem(415, "not_multipart", answer);
    }

    @Test
    void aBodyWithoutATypeIsRefused() throws Exception {
        Web.assertProblem(
                415,
                "not_multipart",
                Web.send(Web.to(node, DOOR).POST(BodyPublishers.ofByteArray(Web.random(3_000_000)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; charset=utf-8",
                "multipart/form-data; xboundary=abc"
            })
    void aMissingBoundaryIsNamed(String type) throws Exception {
        var answer = Web.send(Web.to(node, DOOR)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(Form.of(new byte[10]).closed())));
        Web.assertProblem(400, "boundary_missing", answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_048_576, 5_000_000})
    void aFormCutOffBeforeItsClosingBoundaryIsIncomplete(int size) throws Exception {
        Web.assertProblem(
                400,
                "incomplete_body",
                Web.post(
                        node,
                        DOOR,
                        new Form().head("file", "a.mp4").bytes(Web.random(size)).open()));
    }

    @Test
    void aFormCutOffInThePartHeadIsIncomplete() throws Exception {
        byte[] form = ("--" + Form.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"fi").getBytes();
        var answer = Web.post(node, DOOR, form);
        assertEquals(400, answer.statusCode());
        assertEquals("application/problem+json", Web.header(answer, "content-type"));
    }

    @Test
    void aLengthOverTheLimitIsRefusedBeforeAnyByte() throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 9000000\r\n")) {
            client.answer().assertProblem(413, "too_large");
            assertTrue(client.endedByServer());
        }
    }

    @Test
    void aClientThatAsksFirstIsRefusedWithoutBeingToldToContinue() throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 9000000\r\nExpect: 100-continue\r\n")) {
            client.answer().assertProblem(413, "too_large");
        }
    }

    @Test
    void anUnknownExpectationIsRefusedOrIgnoredButAnswered() throws Exception {
        byte[] form = new Form().closed();
        try (RawClient client =
                new RawClient(node).post(DOOR, "Content-Length: " + form.length + "\r\nExpect: 200-ok\r\n")) {
            int status = client.bytes(form).answer().status();
            assertTrue(status == 400 || status == 417, "status " + status);
        }
    }

    @Test
    void aClientThatIsStillSendingReadsThatItsFileIsTooLarge() throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Transfer-Encoding: chunked\r\n")) {
            client.chunk(new Form().head("file", "a.mp4").open());
            byte[] some = Web.random(256 * 1024);
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        client.chunk(some);
                    }
                } catch (IOException closed) {
                    // The server has closed the connection, as it should.
                }
            });
            RawClient.Answer answer = client.answer();
            answer.assertProblem(413, "too_large");
            assertEquals("close", answer.headers().get("connection"));
            sender.get(30, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void aFileOfExactlyTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        byte[] content = Web.random(LIMIT);
        String id = Web.upload(node, content);
        Web.assertProblem(
                413,
                "too_large",
                Web.post(node, DOOR, Form.of(Web.random(LIMIT + 1)).closed()));
        Web.outcome(node, id);
        assertEquals(204, Web.delete(node, "/api/videos/" + id).statusCode());
    }

    @Test
    void manyDroppedPartsCountTowardsTheLimitToo() throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Transfer-Encoding: chunked\r\n")) {
            client.chunk(new Form().head("other", "a.mp4").open());
            byte[] some = Web.random(256 * 1024);
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        client.chunk(some);
                    }
                } catch (IOException closed) {
                    // The server has closed the connection, as it should.
                }
            });
            client.answer().assertProblem(413, "too_large");
            sender.get(30, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void aLengthThatIsTooSmallLeavesTheFormIncomplete() throws Exception {
        byte[] form = Form.of(Web.random(100_000)).closed();
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 50000\r\n")) {
            client.bytes(form).answer().assertProblem(400, "incomplete_body");
        }
    }

    @Test
    void aLengthThatIsTooLargeEndsWithTheConnection() throws Exception {
        byte[] form =
                new Form().head("file", "a.mp4").bytes(Web.random(3_000_000)).open();
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 5000000\r\n")) {
            client.bytes(form);
            Await.until("the upload has begun", () -> !kept().isEmpty());
            client.shutdownOutput();
            assertTrue(client.endedByServer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "99999999999999999999", "1,2", "0x10", "+5"})
    void aLengthThatIsNoNumberIsRefused(String length) throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: " + length + "\r\n")) {
            int status = client.answer().status();
            assertTrue(status == 400 || status == 413, "status " + status);
        }
    }

    /** After a chunk that is one, of a form or of the bytes themselves. All at once, for each lingers to be read. */
    @ParameterizedTest
    @ValueSource(strings = {"POST " + DOOR, "PUT " + DOOR + "/6f1c5b0e-6f0a-4c35-9c58-0f3a6d1f7a10"})
    void chunksThatAreNoneAreRefusedAndEndTheConnection(String door) throws Exception {
        byte[] form =
                new Form().head("file", "a.mp4").bytes(Web.random(2_000_000)).open();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (String bad : BAD_CHUNKS) {
                RawClient client = new RawClient(node);
                clients.add(client);
                client.text(door + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Form.TYPE
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .chunk(form)
                        .text(bad);
            }
            for (RawClient client : clients) {
                client.answer().assertProblem(400, "bad_request");
            }
            for (RawClient client : clients) {
                assertTrue(client.endedByServer());
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Two who read such a request may not agree where it ends. It is refused by its head, and closed at once. */
    @Test
    void aLengthBesideChunksIsRefused() throws Exception {
        try (RawClient client =
                new RawClient(node).post(DOOR, "Content-Length: 10\r\nTransfer-Encoding: chunked\r\n")) {
            assertEquals(400, client.answer().status());
        }
    }

    @Test
    void tenThousandFieldsAreTooMany() throws Exception {
        Form form = new Form();
        for (int i = 0; i < 10_000; i++) {
            form.field("field" + i, "value");
        }
        Web.assertProblem(
                400,
                "bad_request",
                Web.post(node, DOOR, form.file("file", "a.mp4", new byte[10]).closed()));
    }

    @Test
    void aHugeFieldNameIsRefused() throws Exception {
        Web.assertProblem(
                400,
                "bad_request",
                Web.post(node, DOOR, new Form().field("x".repeat(100_000), "v").closed()));
    }

    @Test
    void aHugeFieldAfterTheFileIsRefused() throws Exception {
        Web.assertProblem(
                400,
                "bad_request",
                Web.post(
                        node,
                        DOOR,
                        Form.of(Web.random(2_000_000))
                                .field("note", "v".repeat(100_000))
                                .closed()));
    }

    @Test
    void garbageIsNoForm() throws Exception {
        var answer = Web.post(node, DOOR, Web.random(2_000_000));
        assertEquals(400, answer.statusCode());
        assertEquals("application/problem+json", Web.header(answer, "content-type"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingRemainsOfAnUploadWhoseClientLeft(boolean reset) throws Exception {
        try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: 7000000\r\n")) {
            client.bytes(new Form()
                    .head("file", "a.mp4")
                    .bytes(Web.random(4_000_000))
                    .open());
            Await.until("the upload has begun", () -> !kept().isEmpty());
            assertNotEquals(List.of(), kept());
            if (reset) {
                client.reset();
            }
        }
    }

    @Test
    void manyClientsThatLeaveAtAnyMomentLeaveNothing() throws Exception {
        byte[] form = Form.of(Web.random(3_000_000)).closed();
        for (int i = 0; i < 40; i++) {
            int until = form.length * i / 41;
            try (RawClient client = new RawClient(node).post(DOOR, "Content-Length: " + form.length + "\r\n")) {
                client.bytes(java.util.Arrays.copyOf(form, until)).reset();
            }
        }
        Web.assertProblem(
                400, "empty_file", Web.post(node, DOOR, Form.of(new byte[0]).closed()));
    }
}
