package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;
import io.reelbus.store.Postgres;
import io.reelbus.transcode.TranscodeConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HealthIT {
    @TempDir
    Path folder;

    private static final Map<String, String> ALL_WELL =
            Map.of("store", "UP", "media", "UP", "bus", "UP", "draining", "UP", "profiles", "UP", "ffmpeg", "UP");

    private static Map<String, String> checks(HttpResponse<byte[]> answer) {
        assertEquals("no-store", Web.header(answer, "cache-control"));
        JsonObject report = Web.json(answer);
        Map<String, String> checks = new TreeMap<>();
        report.getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .forEach(check -> checks.put(check.getString("name"), check.getString("status")));
        boolean up = !checks.containsValue("DOWN");
        assertEquals(up ? "UP" : "DOWN", report.getString("status"));
        assertEquals(up ? 200 : 503, answer.statusCode());
        return checks;
    }

    private static Map<String, String> ready(TestNode node) throws Exception {
        return checks(Web.get(node, "/health/ready"));
    }

    private static JsonObject check(TestNode node, String name) throws Exception {
        return Web.json(Web.get(node, "/health/ready")).getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(check -> check.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** All is well but this, which is said in a sentence without a path; and the node is live. */
    private void assertRed(TestNode node, String name, String sentence) throws Exception {
        Map<String, String> expected = new TreeMap<>(ALL_WELL);
        expected.put(name, "DOWN");
        assertEquals(expected, ready(node));
        assertEquals(
                new JsonObject().put("name", name).put("status", "DOWN").put("detail", sentence), check(node, name));
        assertFalse(new String(Web.get(node, "/health/ready").body()).contains(folder.toString()));
        assertEquals(Map.of("loops", "UP"), checks(Web.get(node, "/health/live")));
    }

    private static void assertReady(TestNode node) throws Exception {
        assertEquals(new TreeMap<>(ALL_WELL), ready(node));
    }

    @Test
    void aFreshNodeIsLiveAndReadyAndTellsItsFfmpeg() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            assertEquals(
                    "{\"status\":\"UP\",\"checks\":[{\"name\":\"loops\",\"status\":\"UP\"}]}",
                    new String(Web.get(node, "/health/live").body()));
            assertReady(node);
            JsonObject data = check(node, "ffmpeg").getJsonObject("data");
            assertEquals(Clips.ffmpeg().version(), data.getString("version"));
            assertEquals(Clips.ffmpeg().bundled(), data.getBoolean("bundled"));
            assertTrue(data.getJsonArray("encoders").getList().containsAll(List.of("libx264", "aac")), data.encode());
            assertTrue(data.getJsonArray("filters").getList().containsAll(List.of("thumbnail", "tile")), data.encode());
            assertEquals(
                    Set.of("setsid", "setpriv", "prlimit"),
                    data.getJsonObject("sandbox").fieldNames());
            assertEquals(
                    data.getJsonObject("sandbox").getBoolean("prlimit"),
                    data.getJsonObject("limits").getLong("memoryBytes") != null);
            assertEquals(
                    TranscodeConfig.DEFAULTS.wallSeconds(),
                    data.getJsonObject("limits").getInteger("wallSeconds"));
            assertEquals(List.of(), Web.names(folder.resolve("media")));
        }
    }

    @Test
    void whoMayNotAskForAnythingElseMayNotAskForItsHealth() throws Exception {
        try (TestNode node = TestNode.start(folder, Map.of("HOST", ""))) {
            for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
                try (RawClient client = new RawClient(node)) {
                    assertEquals(
                            200,
                            client.text("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .answer()
                                    .status());
                    client.text("GET " + path + " HTTP/1.1\r\nHost: rebound.example\r\n\r\n")
                            .answer()
                            .assertProblem(421, "host_not_allowed");
                }
            }
        }
    }

    @Test
    void itIsNotReadyWhileItsDatabaseRefusesItAndReadyAgainAfterwards() throws Exception {
        String url = Postgres.database();
        String name = URI.create(url.substring("jdbc:".length())).getPath().substring(1);
        String other = Postgres.database();
        try (TestNode node = TestNode.start(folder, Map.of("REELBUS_STORE_URL", url))) {
            assertReady(node);
            Postgres.execute(other, "alter database " + name + " with allow_connections false");
            Postgres.execute(
                    other,
                    "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name
                            + "'; end $$");
            Await.until("it is red", () -> ready(node).containsValue("DOWN"));
            assertRed(node, "store", "The database does not answer.");
            Postgres.execute(other, "alter database " + name + " with allow_connections true");
            Await.until("it is green again", () -> !ready(node).containsValue("DOWN"));
            assertReady(node);
        }
    }

    @Test
    void itIsNotReadyWhileNothingCanBeWrittenWhereVideosAreKept() throws Exception {
        Path media = folder.resolve("media");
        Path away = folder.resolve("away");
        String sentence = "Nothing can be written where videos are kept, or read there.";
        try (TestNode node = TestNode.start(folder)) {
            Files.move(media, away);
            assertRed(node, "media", sentence);
            Files.writeString(media, "no folder");
            assertRed(node, "media", sentence);
            Files.delete(media);
            Files.move(away, media);
            assertReady(node);
            assertEquals(List.of(), Web.names(media));
        }
    }

    @Test
    void itIsNotReadyWhileItsFfmpegIsGone() throws Exception {
        Path link = folder.resolve("ffmpeg");
        Files.createSymbolicLink(link, Clips.ffmpeg().path());
        Map<String, String> settings = Map.of("REELBUS_TRANSCODE_FFMPEG", link.toString());
        try (TestNode node = TestNode.start(folder.resolve("data"), settings)) {
            assertReady(node);
            Files.delete(link);
            assertRed(node, "ffmpeg", "The ffmpeg of this node is gone, or may not be run.");
            Files.createSymbolicLink(link, Clips.ffmpeg().path());
            assertReady(node);
        }
    }

    @Test
    void aNodeThatDrainsIsLiveAndNotReady() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            node.drain();
            assertRed(node, "draining", "The node is about to stop and takes nothing new.");
        }
    }

    /** Where no cluster of another test is met. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aWorkerOfAClusterAnswersForItsHealthAndNotWithoutTheCluster() throws Exception {
        int port = freePort();
        Map<String, String> settings = Map.of(
                "REELBUS_NODE",
                "studio",
                "REELBUS_ROLES",
                "worker",
                "REELBUS_STORE_URL",
                Postgres.database(),
                "REELBUS_STORE_MEDIA_FOLDER",
                folder.resolve("media").toString(),
                "REELBUS_CLUSTER_ENABLED",
                "true",
                "REELBUS_CLUSTER_HOST",
                "127.0.0.1",
                "REELBUS_CLUSTER_PORT",
                Integer.toString(port),
                "REELBUS_CLUSTER_MEMBERS",
                "127.0.0.1:" + port);
        try (TestNode node = TestNode.start(folder.resolve("data"), settings)) {
            Map<String, String> expected = new TreeMap<>(ALL_WELL);
            expected.put("cluster", "UP");
            assertEquals(expected, ready(node));
            assertEquals(1, check(node, "cluster").getJsonObject("data").getInteger("members"));
            assertEquals(200, Web.get(node, "/metrics").statusCode());
            assertEquals(404, Web.get(node, "/").statusCode());

            Hazelcast.getAllHazelcastInstances()
                    .forEach(member -> member.getLifecycleService().terminate());
            Await.until("it is red", () -> "DOWN".equals(ready(node).get("cluster")));
            assertEquals("DOWN", ready(node).get("bus"));
            assertEquals(Map.of("loops", "UP"), checks(Web.get(node, "/health/live")));
        }
    }
}
