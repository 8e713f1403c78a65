package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tus clients that people use, as npm has them: tus-js-client in Node, Uppy in a browser. */
@Timeout(180)
class TusClientsIT {
    private static final byte[] BYTES = Web.random(24_000_000);

    @TempDir
    static Path folder;

    private static Path file;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        Script.install();
        file = Files.write(folder.resolve("upload.mp4"), BYTES);
        node = TestNode.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Script tus(Path source, JsonObject options) throws Exception {
        return Script.node(
                "tus.mjs", source, options.put("endpoint", node.uri("/uploads").toString()));
    }

    /** The first line that says this. */
    private static JsonObject said(Script script, String key) throws Exception {
        script.await(line -> line.containsKey(key) || line.containsKey("error"));
        return script.lines().stream()
                .filter(line -> line.containsKey(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(script.lines()));
    }

    private static void tell(Script script, JsonObject command) {
        script.type(command.encode());
    }

    private static String id(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static void assertStored(String url) throws Exception {
        assertArrayEquals(BYTES, Web.get(node, "/storage/files/" + id(url)).body());
    }

    @Test
    void aVideoInOnePieceIsProcessed() throws Exception {
        try (Script client = tus(Clips.silent(), new JsonObject())) {
            String url = said(client, "done").getString("url");
            assertEquals("completed", Web.outcome(node, id(url)).getString("status"));
            var original = Web.get(node, "/storage/files/" + id(url));
            assertTrue(Web.header(original, "content-disposition").contains("n%C3%A4me.mp4"));
        }
    }

    /** With the client's own default of retries: the piece that was broken off may still be on its way to the disk. */
    @Test
    void itPausesAndGoesOn() throws Exception {
        JsonObject options =
                new JsonObject().put("chunkSize", 1 << 20).put("retryDelays", List.of(0, 1000, 3000, 5000));
        try (Script client = tus(file, options)) {
            said(client, "sent");
            tell(client, new JsonObject().put("pause", true));
            said(client, "paused");
            tell(client, new JsonObject().put("start", true));
            assertStored(said(client, "done").getString("url"));
        }
    }

    @Test
    void itNeedNotKnowTheLengthInAdvance() throws Exception {
        try (Script client =
                tus(file, new JsonObject().put("uploadLengthDeferred", true).put("chunkSize", 5_000_000))) {
            assertStored(said(client, "done").getString("url"));
        }
    }

    @Test
    void partsSideBySideAreJoined() throws Exception {
        try (Script client = tus(file, new JsonObject().put("parallelUploads", 3))) {
            assertStored(said(client, "done").getString("url"));
        }
    }

    @Test
    void theFirstPieceGoesWithTheCreation() throws Exception {
        try (Script client =
                tus(file, new JsonObject().put("uploadDataDuringCreation", true).put("chunkSize", 10_000_000))) {
            assertStored(said(client, "done").getString("url"));
        }
    }

    @Test
    void whatItTerminatesIsGone() throws Exception {
        try (Script client =
                tus(file, new JsonObject().put("chunkSize", 1 << 20).put("retryDelays", List.of(100, 500)))) {
            String url = said(client, "url").getString("url");
            said(client, "sent");
            tell(client, new JsonObject().put("terminate", true));
            said(client, "terminated");
            Await.until(
                    "its bytes are gone",
                    () -> !Web.names(folder.resolve("data").resolve("media")).contains(id(url)));
        }
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeAnythingIsSent() throws Exception {
        try (Script client =
                tus(file, new JsonObject().put("uploadSize", 6_000_000_000L).put("chunkSize", 1 << 20))) {
            assertEquals(413, said(client, "error").getInteger("status"));
        }
    }

    @Test
    void uppyOnAPageOfAnotherOriginPausesAndGoesOn() throws Exception {
        int size = 8_000_000;
        try (Script page = Script.node("uppy-page.mjs")) {
            String origin = said(page, "origin").getString("origin");
            try (TestNode open = TestNode.start(folder.resolve("open"), Map.of("ALLOWED_ORIGINS", origin))) {
                tell(
                        page,
                        new JsonObject()
                                .put("node", "http://127.0.0.1:" + open.port())
                                .put("size", size));
                long paused = said(page, "paused").getLong("paused");
                assertTrue(paused < size);
                // What a browser says it has sent may be as far ahead of the server as a piece is long.
                assertTrue(said(page, "offset").getLong("offset") >= size / 2 - (1 << 20));
                String url = said(page, "done").getString("url");
                byte[] stored = Web.get(open, "/storage/files/" + id(url)).body();
                assertEquals(size, stored.length);
                for (int i = 0; i < size; i++) {
                    assertEquals((byte) (i * 31 + (i >> 8)), stored[i]);
                }
            }
        }
    }
}
