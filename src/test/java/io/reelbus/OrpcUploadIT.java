package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads by both links of oRPC's own client, unmodified. */
@Timeout(120)
class OrpcUploadIT {
    private static final int MIB = 1 << 20;
    private static final int LIMIT = 201 * MIB;

    private static Path folder;
    private static TestNode node;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Script.install();
        folder = data;
        node = TestNode.start(
                Files.createDirectory(data.resolve("node")),
                Map.of("REELBUS_UPLOAD_MAX_BYTES", Integer.toString(LIMIT)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Script upload(String wire, JsonObject input) throws IOException {
        return Script.node("orpc.mjs", wire, node.uri(""), "video/upload", input.encode());
    }

    private static JsonObject file(Path path) {
        return new JsonObject().put("file", path.toString());
    }

    /** What its call came to: {@code output} or {@code error}. */
    private static JsonObject outcome(String wire, JsonObject input) throws Exception {
        try (Script script = upload(wire, input)) {
            return script.await(line -> true).lines().get(0);
        }
    }

    private static JsonObject error(String wire, JsonObject input) throws Exception {
        JsonObject outcome = outcome(wire, input);
        assertEquals(List.of("error"), List.copyOf(outcome.fieldNames()), outcome::encode);
        return outcome.getJsonObject("error");
    }

    /** Most of it is a hole; what is not is random, and on no boundary of anything. */
    private static Path sparse(int size) throws IOException {
        Path path = folder.resolve("sparse " + size + ".mp4");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int at = 0; at < size; at += 17_000_003) {
                file.seek(at);
                file.write(Web.random(Math.min(size - at, 300_001)));
            }
            file.setLength(size);
        }
        return path;
    }

    private static String sha256(InputStream bytes) throws Exception {
        try (DigestInputStream digest = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        }
    }

    @ParameterizedTest
    @CsvSource({"rpc, 200", "openapi, 20"})
    void aLargeFileArrivesByteForByte(String wire, int mib) throws Exception {
        Path file = sparse(mib * MIB);
        JsonObject outcome = outcome(wire, file(file).put("priority", 8));
        assertEquals(List.of("output"), List.copyOf(outcome.fieldNames()), outcome::encode);
        JsonObject answer = outcome.getJsonObject("output");
        assertEquals(Web.UPLOAD_ANSWER, List.copyOf(answer.fieldNames()));
        assertEquals(file.getFileName().toString(), answer.getString("filename"));
        assertEquals("video/mp4", answer.getString("mimeType"));
        assertEquals(mib * MIB, answer.getInteger("size"));
        assertEquals(8, Web.state(node, answer.getString("videoId")).getInteger("priority"));
        HttpRequest original =
                HttpRequest.newBuilder(node.uri(answer.getString("path"))).build();
        var stored = HttpClient.newHttpClient().send(original, BodyHandlers.ofInputStream());
        assertEquals(sha256(Files.newInputStream(file)), sha256(stored.body()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpc", "openapi"})
    void whatIsRefusedHasItsCodeAndData(String wire) throws Exception {
        JsonObject empty = error(wire, file(Files.createFile(folder.resolve("empty " + wire))));
        assertEquals("BAD_REQUEST", empty.getString("code"));
        assertEquals(400, empty.getInteger("status"));
        assertEquals("The uploaded file is empty.", empty.getString("message"));
        assertEquals("empty_file", empty.getJsonObject("data").getString("code"));
        JsonObject large = error(wire, file(sparse(LIMIT + MIB)));
        assertEquals("PAYLOAD_TOO_LARGE", large.getString("code"));
        assertEquals("too_large", large.getJsonObject("data").getString("code"));
    }

    @Test
    void anInputThatIsNoFileIsSaidAsAnIssue() throws Exception {
        JsonObject error = error("rpc", new JsonObject().put("priority", 3));
        assertEquals("BAD_REQUEST", error.getString("code"));
        assertEquals(
                "{\"issues\":[{\"path\":[\"file\"],\"message\":\"file must be a file\"}]}",
                error.getJsonObject("data").encode());
        assertTrue(Scrape.of(node).value("reelbus_uploads_refused_total{code=bad_request}") > 0);
    }

    @Test
    void aBatchSendsNoFiles() throws Exception {
        JsonArray call = new JsonArray().add("video/upload").add(new JsonObject());
        try (Script script = Script.node(
                "batch.mjs",
                node.uri(""),
                "POST",
                "streaming",
                new JsonArray().add(call).add(call).encode())) {
            List<JsonObject> lines = script.finish().lines();
            assertEquals(207, lines.get(0).getJsonObject("request").getInteger("status"));
            assertEquals(3, lines.size(), lines::toString);
            for (JsonObject line : lines.subList(1, 3)) {
                assertEquals("file must be a file", line.getJsonObject("error").getString("message"));
            }
        }
    }
}
