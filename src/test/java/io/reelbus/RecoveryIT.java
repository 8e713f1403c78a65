package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client loses its connection and comes back to one node; {@code ClusterIT} has it come back to another. */
class RecoveryIT {
    private static final String CUT = "{\"cut\":true}";

    /** As many as there are tests: each has a job of its own, and they run beside each other. */
    private static final int AT_ONCE = 7;

    private static TestNode node;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Script.install();
        assertTrue(Files.exists(Clips.tenSeconds()));
        node = TestNode.start(
                data,
                Map.of(
                        "REELBUS_TRANSCODE_FFMPEG",
                        PacedFfmpeg.path(),
                        "REELBUS_TRANSCODE_SLOTS",
                        Integer.toString(AT_ONCE)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<JsonObject> connections(List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> "connect".equals(line.getString("event")))
                .toList();
    }

    private static Script cut(Script script, int times) throws Exception {
        for (int i = 1; i <= times; i++) {
            int connected = i;
            script.awaitRaw(lines -> connections(script.lines()).size() == connected);
            script.await(Told.progress(20 * i)).type(CUT);
        }
        return script.await(Told::isEnd);
    }

    private static void awaitCompletion(String id) {
        Await.within(
                "its work is done",
                120_000,
                () -> "completed".equals(Web.state(node, id).getString("status")));
    }

    private static void assertRecovered(int times, List<JsonObject> connections) {
        assertFalse(Told.isRecovered(connections.get(0)));
        assertEquals(times, connections.stream().filter(Told::isRecovered).count(), connections::toString);
        assertEquals(times + 1, connections.size());
    }

    @Test
    @Concurrent
    void theReactExampleSurvivesCutsWithoutAChangeOfItsCode() throws Exception {
        try (Script script = Script.node("react.mjs", node.uri(""), Clips.tenSeconds())) {
            List<JsonObject> lines = cut(script, 2).finish().lines();
            String id = lines.stream()
                    .filter(line -> line.containsKey("answer"))
                    .map(line -> line.getJsonObject("answer").getString("videoId"))
                    .findFirst()
                    .orElseThrow();
            assertRecovered(2, connections(lines));
            assertEquals(3, Told.of(lines, id).assertWhole().lifecycle().size());
            List<JsonObject> shown = lines.stream()
                    .filter(line -> line.containsKey("status"))
                    .map(line -> line.getJsonObject("status"))
                    .toList();
            assertEquals("completed", shown.get(shown.size() - 1).getString("status"));
        }
    }

    @ParameterizedTest
    @Concurrent
    @ValueSource(strings = {"", "websocket", "polling"})
    void aClientThatSubscribesOnceIsToldOneStoryOverItsCuts(String transports) throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.tenSeconds()));
        try (Script script = Script.node("client.mjs", node.uri("/file-processing"), transports)) {
            script.emit("subscribe:file", new JsonObject().put("fileId", id));
            List<JsonObject> lines = cut(script, 2).finish().lines();
            assertRecovered(2, connections(lines));
            assertEquals(3, Told.of(lines, id).assertWhole().lifecycle().size());
        }
    }

    @Test
    @Concurrent
    void aClientThatSubscribesAtEveryConnectIsToldNothingTwiceEvenAfterTheEnd() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.tenSeconds()));
        try (Script script = Script.node("client.mjs", node.uri("/file-processing"), "", id)) {
            cut(script, 1).type(CUT);
            script.awaitRaw(lines -> script.lines().stream()
                            .filter(line -> "subscribed".equals(line.getString("event")))
                            .count()
                    == 3);
            List<JsonObject> lines = script.finish().lines();
            assertRecovered(2, connections(lines));
            assertEquals(3, Told.of(lines, id).assertWhole().lifecycle().size());
        }
    }

    /** The client keeps events that come earlier: cut in between it would be told them, and once more what is resent. */
    @Test
    @Concurrent
    void whatHappenedWhileItWasAwayIsToldOnceItIsConnected() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.tenSeconds()));
        Forwarder way = Forwarder.to(List.of(node));
        try (Script script = Script.node("client.mjs", way.uri("/file-processing"), "websocket")) {
            script.emit("subscribe:file", new JsonObject().put("fileId", id)).await(Told.progress(5));
            int port = way.port();
            // The way is closed until the work is done.
            way.close();
            script.type(CUT).awaitEvent("disconnect");
            awaitCompletion(id);
            try (Forwarder again = Forwarder.on(port, List.of(node))) {
                List<JsonObject> lines = script.await(Told::isEnd).finish().lines();
                assertRecovered(1, connections(lines));
                assertEquals(3, Told.of(lines, id).assertWhole().lifecycle().size());
                int end = lines.indexOf(
                        lines.stream().filter(Told::isEnd).findFirst().orElseThrow());
                assertTrue(end > lines.indexOf(connections(lines).get(1)), lines::toString);
            }
        }
    }

    @Test
    @Concurrent
    void whoUnsubscribedBeforeTheCutIsToldNothingMore() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.tenSeconds()));
        try (Script script = Script.node("client.mjs", node.uri("/file-processing"), "websocket")) {
            script.emit("subscribe:file", new JsonObject().put("fileId", id)).await(Told.progress(5));
            script.emit("unsubscribe:file", new JsonObject().put("fileId", id)).awaitEvent("unsubscribed");
            int told = Told.of(script.lines(), id).story().size();
            script.type(CUT).await(Told::isRecovered);
            awaitCompletion(id);
            // An answer that comes after whatever else could have come.
            script.emit("unsubscribe:file", new JsonObject().put("fileId", id))
                    .awaitRaw(lines -> script.lines().stream()
                                    .filter(line -> "unsubscribed".equals(line.getString("event")))
                                    .count()
                            == 2);
            assertEquals(told, Told.of(script.finish().lines(), id).story().size());
        }
    }
}
