package io.reelbus.upload.tus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tus protocol, request by request. */
class TusIT {
    private static final String PIECE = "application/offset+octet-stream";

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                data,
                Map.of(
                        "REELBUS_UPLOAD_MAX_BYTES", "20000000",
                        "REELBUS_UPLOAD_EXPIRE_HOURS", "2",
                        "REELBUS_STORE_LEASE_SECONDS", "3"));
    }

    @AfterAll
    static void stop() throws Exception {
        assertEquals(List.of(), Web.names(data.resolve("staging")));
        assertEquals(List.of(), Web.names(data.resolve("unfinished")));
        node.close();
    }

    /** {@code headers} are names and values in turn. */
    private static HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
            throws Exception {
        var request = Web.to(node, path)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.header("Tus-Resumable", "1.0.0");
        return Web.send(request);
    }

    private static String location(HttpResponse<byte[]> created) {
        assertEquals(201, created.statusCode(), () -> new String(created.body()));
        assertEquals("1.0.0", Web.header(created, "tus-resumable"));
        return Web.header(created, "location");
    }

    private static String created(long length, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Upload-Length";
        all[headers.length + 1] = Long.toString(length);
        return location(send("POST", "/uploads", new byte[0], all));
    }

    private static HttpResponse<byte[]> patch(String upload, long offset, byte[] piece, String... headers)
            throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "Upload-Offset";
        all[headers.length + 1] = Long.toString(offset);
        all[headers.length + 2] = "Content-Type";
        all[headers.length + 3] = PIECE;
        return send("PATCH", upload, piece, all);
    }

    private static void assertOffset(long offset, HttpResponse<byte[]> answer) {
        assertEquals(Long.toString(offset), Web.header(answer, "upload-offset"), () -> new String(answer.body()));
    }

    private static HttpResponse<byte[]> head(String upload) throws Exception {
        return send("HEAD", upload, new byte[0]);
    }

    /** Sends the head of a piece from the beginning on; {@code length} is the header that says where its body ends. */
    private static RawClient begin(RawClient client, String upload, String length) throws IOException {
        return client.text("PATCH " + upload
                + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: " + PIECE
                + "\r\n" + length + "\r\n\r\n");
    }

    private static void awaitWriting(String upload) {
        Await.until(
                "it writes", () -> !Web.header(head(upload), "upload-offset").equals("0"));
    }

    private static String id(String upload) {
        return upload.substring("/uploads/".length());
    }

    private static byte[] original(String upload) throws Exception {
        return Web.get(node, "/storage/files/" + id(upload)).body();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sum(String algorithm, byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    @Test
    void theServerSaysWhatItCan() throws Exception {
        for (String path : List.of("/uploads", "/uploads/")) {
            var answer = Web.send(Web.to(node, path).method("OPTIONS", BodyPublishers.noBody()));
            assertEquals(204, answer.statusCode());
            assertEquals("1.0.0", Web.header(answer, "tus-version"));
            assertEquals("20000000", Web.header(answer, "tus-max-size"));
            assertEquals("md5,sha1,sha256,sha512", Web.header(answer, "tus-checksum-algorithm"));
            assertTrue(Web.header(answer, "tus-extension").contains("concatenation"));
        }
    }

    @Test
    void piecesBecomeAVideo() throws Exception {
        byte[] clip = Files.readAllBytes(Clips.silent());
        String upload = created(
                clip.length, "Upload-Metadata", "filename " + base64("Ünï.mp4") + ",filetype " + base64("video/mp4"));
        int half = clip.length / 2;
        var first = patch(upload, 0, Arrays.copyOf(clip, half));
        assertEquals(204, first.statusCode());
        assertOffset(half, first);
        var expires = ZonedDateTime.parse(Web.header(first, "upload-expires"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(expires.isAfter(ZonedDateTime.now().plusMinutes(110)));

        var there = head(upload);
        assertOffset(half, there);
        assertEquals(Integer.toString(clip.length), Web.header(there, "upload-length"));
        assertEquals("no-store", Web.header(there, "cache-control"));
        assertTrue(Web.header(there, "upload-metadata").contains(base64("Ünï.mp4")));
        assertEquals(404, Web.get(node, "/api/videos/" + id(upload)).statusCode());

        assertOffset(clip.length, patch(upload, half, Arrays.copyOfRange(clip, half, clip.length)));
        var end = Web.outcome(node, id(upload));
        assertEquals("completed", end.getString("status"), end::encode);
        assertArrayEquals(clip, original(upload));
        assertTrue(Web.header(Web.get(node, "/storage/files/" + id(upload)), "content-disposition")
                .contains("%C3%9Cn%C3%AF.mp4"));

        var done = head(upload);
        assertEquals(200, done.statusCode());
        assertOffset(clip.length, done);
        assertEquals(Integer.toString(clip.length), Web.header(done, "upload-length"));
        assertEquals(204, patch(upload, clip.length, new byte[0]).statusCode());
        Web.assertProblem(409, "offset_mismatch", patch(upload, 0, new byte[1]));
    }

    @Test
    void theFirstPieceMayComeWithTheCreation() throws Exception {
        byte[] bytes = Web.random(3000);
        var whole = send("POST", "/uploads", bytes, "Upload-Length", "3000", "Content-Type", PIECE);
        assertOffset(3000, whole);
        assertArrayEquals(bytes, original(location(whole)));
        var part = send("POST", "/uploads", Arrays.copyOf(bytes, 1000), "Upload-Length", "3000", "Content-Type", PIECE);
        assertOffset(1000, part);
        assertOffset(1000, head(location(part)));
    }

    @Test
    void aRefusedFirstPieceLeavesNoUpload() throws Exception {
        List<String> before = Web.names(data.resolve("media"));
        var answer = send("POST", "/uploads", new byte[100], "Upload-Length", "50", "Content-Type", PIECE);
        Web.assertProblem(413, "too_large", answer);
        assertEquals("", Web.header(answer, "location"));
        assertEquals(before, Web.names(data.resolve("media")));
    }

    @Test
    void theLengthMayBeSaidLater() throws Exception {
        byte[] bytes = Web.random(5000);
        String upload = location(send("POST", "/uploads", new byte[0], "Upload-Defer-Length", "1"));
        assertOffset(2000, patch(upload, 0, Arrays.copyOf(bytes, 2000)));
        assertEquals("1", Web.header(head(upload), "upload-defer-length"));
        assertEquals("", Web.header(head(upload), "upload-length"));
        Web.assertProblem(400, "bad_request", patch(upload, 2000, new byte[0], "Upload-Length", "1999"));
        Web.assertProblem(413, "too_large", patch(upload, 2000, new byte[0], "Upload-Length", "20000001"));
        assertOffset(3000, patch(upload, 2000, Arrays.copyOfRange(bytes, 2000, 3000), "Upload-Length", "5000"));
        assertEquals("5000", Web.header(head(upload), "upload-length"));
        Web.assertProblem(400, "bad_request", patch(upload, 3000, new byte[0], "Upload-Length", "5001"));
        assertOffset(5000, patch(upload, 3000, Arrays.copyOfRange(bytes, 3000, 5000)));
        assertArrayEquals(bytes, original(upload));
    }

    @ParameterizedTest
    @CsvSource({"md5, MD5", "sha1, SHA-1", "sha256, SHA-256", "sha512, SHA-512"})
    void aPieceCountsOnlyWithItsChecksum(String algorithm, String digest) throws Exception {
        byte[] bytes = Web.random(300_000);
        String upload = created(bytes.length);
        byte[] piece = Arrays.copyOf(bytes, 200_000);
        String good = algorithm + " " + sum(digest, piece);
        Web.assertProblem(460, "checksum_mismatch", patch(upload, 0, Web.random(200_001), "Upload-Checksum", good));
        assertOffset(0, head(upload));
        assertOffset(200_000, patch(upload, 0, piece, "Upload-Checksum", good));
        assertOffset(300_000, patch(upload, 200_000, Arrays.copyOfRange(bytes, 200_000, 300_000)));
        assertArrayEquals(bytes, original(upload));
    }

    @Test
    void partsAreJoinedInTheOrderAsked() throws Exception {
        byte[] bytes = Web.random(900_000);
        String one = created(300_000, "Upload-Concat", "partial");
        String two = created(600_000, "Upload-Concat", "partial");
        assertOffset(600_000, patch(two, 0, Arrays.copyOfRange(bytes, 300_000, 900_000)));
        String both = "final;" + node.uri(one) + " " + two;
        Web.assertProblem(400, "bad_request", send("POST", "/uploads", new byte[0], "Upload-Concat", both));
        assertOffset(300_000, patch(one, 0, Arrays.copyOf(bytes, 300_000)));
        assertEquals("partial", Web.header(head(one), "upload-concat"));
        assertOffset(300_000, head(one));
        assertEquals(404, Web.get(node, "/api/videos/" + id(one)).statusCode());

        Web.assertProblem(
                400,
                "bad_request",
                send("POST", "/uploads", new byte[0], "Upload-Concat", both, "Upload-Length", "900000"));
        String whole = location(send(
                "POST", "/uploads", new byte[0], "Upload-Concat", both, "Upload-Metadata", "filename " + base64("w")));
        assertArrayEquals(bytes, original(whole));
        assertOffset(900_000, head(whole));
        assertEquals("900000", Web.header(head(whole), "upload-length"));
        assertEquals("600000", Web.header(head(two), "upload-length"));
        var expires =
                ZonedDateTime.parse(Web.header(head(one), "upload-expires"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(expires.isBefore(ZonedDateTime.now().plusMinutes(61)));
    }

    /** As section "Concatenation" of the protocol demands, for a final upload. */
    @Test
    void whatWasJoinedSaysOfWhatAndTakesNoPieces() throws Exception {
        String part = location(send(
                "POST",
                "/uploads",
                Web.random(1000),
                "Upload-Length",
                "1000",
                "Content-Type",
                PIECE,
                "Upload-Concat",
                "partial"));
        String concat = "final;  " + node.uri(part);
        String whole = location(send("POST", "/uploads", new byte[0], "Upload-Concat", concat));
        assertEquals(concat, Web.header(head(whole), "upload-concat"));
        Web.assertProblem(403, "upload_joined", patch(whole, 1000, new byte[0]));
        Web.assertProblem(403, "upload_joined", patch(whole, 0, new byte[1]));
        Web.assertProblem(403, "upload_joined", patch(whole, 1000, Web.random(5)));
        assertArrayEquals(Web.random(1000), original(whole));
        assertEquals("", Web.header(head(created(10)), "upload-concat"));
        assertEquals(204, send("DELETE", whole, new byte[0]).statusCode());
        assertEquals(404, head(whole).statusCode());
    }

    @Test
    void whatIsTerminatedIsGone() throws Exception {
        String upload = created(1000);
        patch(upload, 0, new byte[500]);
        assertTrue(Web.names(data.resolve("media")).contains(id(upload)));
        assertEquals(204, send("DELETE", upload, new byte[0]).statusCode());
        assertEquals(404, head(upload).statusCode());
        Web.assertProblem(404, "not_found", patch(upload, 500, new byte[500]));
        Web.assertProblem(404, "not_found", send("DELETE", upload, new byte[0]));
        assertTrue(!Web.names(data.resolve("media")).contains(id(upload)));
    }

    @Test
    void aCompleteUploadIsTerminatedAsTheVideoThatItIs() throws Exception {
        String upload =
                location(send("POST", "/uploads", Web.random(100), "Upload-Length", "100", "Content-Type", PIECE));
        assertEquals(204, send("DELETE", upload, new byte[0]).statusCode());
        assertEquals(404, Web.get(node, "/api/videos/" + id(upload)).statusCode());
        assertEquals(404, head(upload).statusCode());
    }

    @Test
    void oneWritesAtATimeAndWhatItWroteBeforeItsConnectionBrokeIsKept() throws Exception {
        byte[] bytes = Web.random(1_000_000);
        String upload = created(bytes.length);
        try (RawClient first = new RawClient(node)) {
            begin(first, upload, "Content-Length: 1000000").bytes(bytes, 0, 400_000);
            // Not by a PATCH of nothing, which would hold the upload for a moment and might keep the first from it.
            awaitWriting(upload);
            Web.assertProblem(423, "upload_locked", patch(upload, 0, bytes));
            Web.assertProblem(423, "upload_locked", send("DELETE", upload, new byte[0]));
            first.reset();
        }
        Await.until("all that came is kept", () -> {
            var there = head(upload);
            return Web.header(there, "upload-offset").equals("400000");
        });
        Await.until(
                "the next may write",
                () -> patch(upload, 400_000, Arrays.copyOfRange(bytes, 400_000, 1_000_000))
                                .statusCode()
                        == 204);
        assertArrayEquals(bytes, original(upload));
    }

    /** Its connection ends before, while and after the node looks for what it wants to write to. */
    @Test
    void aClientThatLeavesAtOnceHoldsNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            String upload = created(100_000);
            try (RawClient leaving = new RawClient(node)) {
                begin(leaving, upload, "Content-Length: 100000");
                if (i % 3 == 1) {
                    leaving.bytes(Web.random(i * 1000));
                } else if (i % 3 == 2) {
                    head(upload);
                }
                leaving.reset();
            }
            Await.within("nobody holds it", 2_500, () -> {
                var there = head(upload);
                int offset = Integer.parseInt(Web.header(there, "upload-offset"));
                return patch(upload, offset, new byte[100_000 - offset]).statusCode() == 204;
            });
        }
    }

    /** A client that has lost its network says nothing: its connection looks open for minutes. */
    @Test
    void aWriterThatFallsSilentLosesItsHoldAndCannotGoOn() throws Exception {
        byte[] bytes = Web.random(600_000);
        String upload = created(bytes.length);
        try (RawClient silent = new RawClient(node)) {
            begin(silent, upload, "Content-Length: 600000").bytes(bytes, 0, 200_000);
            awaitWriting(upload);
            Web.assertProblem(423, "upload_locked", patch(upload, 0, new byte[0]));
            Await.until("its hold ends", () -> patch(upload, 0, new byte[0]).statusCode() == 409);
            long there = Long.parseLong(Web.header(head(upload), "upload-offset"));
            assertTrue(there > 0 && there <= 200_000);
            assertOffset(bytes.length, patch(upload, there, Arrays.copyOfRange(bytes, (int) there, bytes.length)));
            silent.bytes(bytes, 200_000, 400_000);
            silent.answer().assertProblem(423, "upload_locked");
        }
        assertArrayEquals(bytes, original(upload));
    }

    /** It holds nothing any more, and keeps no file open. */
    @Test
    void aWriterThatSaysItsEndWhenAnotherHasItsHoldIsRefused() throws Exception {
        String upload = created(600_000);
        try (RawClient silent = new RawClient(node)) {
            begin(silent, upload, "Transfer-Encoding: chunked").chunk(Web.random(200_000));
            awaitWriting(upload);
            Await.until("its hold ends", () -> patch(upload, 1, new byte[0]).statusCode() == 409);
            silent.text("0\r\n\r\n");
            silent.answer().assertProblem(423, "upload_locked");
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                assertTrue(open.map(TusIT::target).noneMatch(each -> each.contains(id(upload))));
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @Test
    void aMethodMayBeSaidInAHeader() throws Exception {
        String upload = created(100);
        var answer = send(
                "POST",
                upload,
                new byte[60],
                "X-HTTP-Method-Override",
                "PATCH",
                "Upload-Offset",
                "0",
                "Content-Type",
                PIECE);
        assertEquals(204, answer.statusCode());
        assertOffset(60, answer);
        Web.assertProblem(
                405, "method_not_allowed", send("POST", upload, new byte[0], "X-HTTP-Method-Override", "FO O"));
    }

    @Test
    void anotherVersionOfTheProtocolIsRefused() throws Exception {
        for (var request : List.of(
                Web.to(node, "/uploads").POST(BodyPublishers.noBody()),
                Web.to(node, "/uploads").header("Tus-Resumable", "0.2.2").POST(BodyPublishers.noBody()))) {
            var answer = Web.send(request.header("Upload-Length", "10"));
            Web.assertProblem(412, "tus_version", answer);
            assertEquals("1.0.0", Web.header(answer, "tus-version"));
        }
    }

    @Test
    void otherMethodsAreNotAnswered() throws Exception {
        Web.assertProblem(405, "method_not_allowed", send("GET", "/uploads", new byte[0]));
        Web.assertProblem(405, "method_not_allowed", send("GET", created(10), new byte[0]));
        Web.assertProblem(405, "method_not_allowed", send("PUT", created(10), new byte[1]));
    }

    @ParameterizedTest
    @CsvSource({
        "Upload-Length, 20000001, 413, too_large",
        "Upload-Length, 0, 400, empty_file",
        "Upload-Length, -1, 400, bad_request",
        "Upload-Length, 1e3, 400, bad_request",
        "Upload-Length, 99999999999999999999, 400, bad_request",
        "Upload-Defer-Length, 2, 400, bad_request",
        "Upload-Concat, whole, 400, bad_request",
        "X-Nothing, said, 400, bad_request"
    })
    void aCreationThatMakesNoSenseIsRefused(String header, String value, int status, String code) throws Exception {
        List<String> before = Web.names(data.resolve("media"));
        Web.assertProblem(status, code, send("POST", "/uploads", new byte[0], header, value));
        assertEquals(before, Web.names(data.resolve("media")));
    }

    @Test
    void aLengthSaidAndDeferredIsRefused() throws Exception {
        Web.assertProblem(
                400,
                "bad_request",
                send("POST", "/uploads", new byte[0], "Upload-Length", "5", "Upload-Defer-Length", "1"));
    }

    @Test
    void metadataThatIsNotBase64IsRefused() throws Exception {
        Web.assertProblem(
                400,
                "bad_request",
                send("POST", "/uploads", new byte[0], "Upload-Length", "5", "Upload-Metadata", "filename a.mp4"));
    }

    @Test
    void aPieceThatMakesNoSenseIsRefusedAndTheUploadGoesOn() throws Exception {
        String upload = created(100);
        Web.assertProblem(409, "offset_mismatch", patch(upload, 1, new byte[1]));
        Web.assertProblem(413, "too_large", patch(upload, 0, new byte[101]));
        Web.assertProblem(400, "bad_request", patch(upload, 0, new byte[1], "Upload-Checksum", "crc9 AAAA"));
        Web.assertProblem(415, "encoded_body", patch(upload, 0, new byte[1], "Content-Encoding", "gzip"));
        Web.assertProblem(
                415,
                "not_a_piece",
                send("PATCH", upload, new byte[1], "Upload-Offset", "0", "Content-Type", "text/plain"));
        Web.assertProblem(400, "bad_request", send("PATCH", upload, new byte[1], "Content-Type", PIECE));
        Web.assertProblem(
                400, "bad_request", send("PATCH", upload, new byte[1], "Content-Type", PIECE, "Upload-Offset", "x"));
        assertOffset(0, head(upload));
        assertOffset(100, patch(upload, 0, Web.random(100)));
    }

    /** Chunked, so that its length is not known before it comes. */
    @Test
    void morePiecesThanTheUploadIsToHaveAreRefusedWhenTheyCome() throws Exception {
        String upload = created(100_000);
        try (RawClient client = new RawClient(node)) {
            begin(client, upload, "Transfer-Encoding: chunked")
                    .chunk(Web.random(60_000))
                    .chunk(Web.random(60_000))
                    .text("0\r\n\r\n");
            client.answer().assertProblem(413, "too_large");
        }
        int there = Integer.parseInt(Web.header(head(upload), "upload-offset"));
        assertTrue(there == 0 || there == 60_000, "a read that is too much counts for nothing: " + there);
        assertOffset(100_000, patch(upload, there, new byte[100_000 - there]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/uploads/x", "/uploads/11111111-1111-4111-8111-111111111111", "/uploads/..%2f..%2fetc%2fpasswd"
            })
    void whatIsNoUploadIsNotFound(String path) throws Exception {
        assertEquals(404, head(path).statusCode());
        Web.assertProblem(404, "not_found", patch(path, 0, new byte[1]));
        Web.assertProblem(404, "not_found", send("DELETE", path, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a\0b.mp4", "a\r\nX: y.mp4", "\u202egpj.4pm", "😀.mp4", "-i", "/", "."})
    void aHostileFilenameIsDataAndNothingElse(String name) throws Exception {
        String upload = location(send(
                "POST",
                "/uploads",
                Web.random(10),
                "Upload-Length",
                "10",
                "Content-Type",
                PIECE,
                "Upload-Metadata",
                "filename " + base64(name)));
        assertArrayEquals(Web.random(10), original(upload));
        assertTrue(Web.names(data.resolve("media").resolve(id(upload))).contains("original"));
        assertEquals(200, head(upload).statusCode());
    }

    @Test
    void pagesOfAnAllowedOriginMayUseIt() throws Exception {
        var preflight = Web.send(Web.to(node, "/uploads")
                .method("OPTIONS", BodyPublishers.noBody())
                .headers(
                        "Origin", "http://localhost:3000",
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers", "tus-resumable,upload-length,upload-metadata"));
        assertEquals("http://localhost:3000", Web.header(preflight, "access-control-allow-origin"));
        assertTrue(Web.header(preflight, "access-control-allow-headers").contains("upload-metadata"));
        var created = send("POST", "/uploads", new byte[0], "Upload-Length", "5", "Origin", "http://localhost:3000");
        assertTrue(Web.header(created, "access-control-expose-headers").contains("upload-offset"));
    }
}
