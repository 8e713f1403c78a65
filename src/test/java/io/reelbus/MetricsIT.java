package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MetricsIT {
    private static final List<String> EVENTS =
            List.of("processing:started", "processing:progress", "processing:completed", "processing:failed");

    @TempDir
    Path folder;

    private static double value(TestNode node, String key) throws Exception {
        return Scrape.of(node).value(key);
    }

    @Test
    void aScrapeSaysExactlyWhatHasHappened() throws Exception {
        byte[] clip = Files.readAllBytes(Clips.longSmall());
        Map<String, Integer> heard = new ConcurrentHashMap<>();
        Vertx vertx = Vertx.vertx();
        try (TestNode node = TestNode.start(folder, Map.of("REELBUS_TRANSCODE_SLOTS", "1"))) {
            assertEquals(
                    400,
                    Web.post(node, "/api/videos", Form.of(new byte[0]).closed()).statusCode());
            String fileId = Web.upload(node, clip);
            var client = vertx.createWebSocketClient();
            WebSocket socket = Await.result(client.connect(node.port(), "127.0.0.1", "/file-processing"));
            socket.textMessageHandler(text -> heard.merge(new JsonObject(text).getString("event"), 1, Integer::sum));
            Await.result(
                    socket.writeTextMessage("{\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"" + fileId + "\"}}"));
            Await.until("it is watched", () -> value(node, "reelbus_watched_files") == 1);
            Await.until("a slot works", () -> value(node, "reelbus_slots_busy") == 1);
            Await.until("all is told", () -> heard.containsKey("processing:completed"));
            Await.until("it is counted", () -> value(node, "reelbus_jobs{state=completed}") == 1);
            Await.until("the slot is free", () -> value(node, "reelbus_slots_busy") == 0);

            Scrape scrape = Scrape.of(node);
            for (String event : EVENTS) {
                assertEquals(
                        (double) heard.getOrDefault(event, 0),
                        scrape.value("reelbus_deliveries_total{event=" + event + "}"),
                        event);
            }
            assertEquals(1, scrape.value("reelbus_bus_events_total{event=processing:started}"));
            assertEquals(1, scrape.value("reelbus_bus_events_total{event=processing:completed}"));
            assertEquals(0, scrape.value("reelbus_bus_events_total{event=processing:failed}"));
            // The last one is made of the completion by whoever delivers it.
            assertTrue(scrape.value("reelbus_bus_events_total{event=processing:progress}")
                    >= heard.get("processing:progress") - 1);
            assertEquals(1, scrape.value("reelbus_uploads_accepted_total"));
            assertEquals(1, scrape.value("reelbus_uploads_refused_total{code=empty_file}"));
            assertEquals(clip.length, scrape.value("reelbus_upload_bytes_total"));
            assertEquals(1, scrape.value("reelbus_attempts_started_total"));
            assertEquals(0, scrape.value("reelbus_attempts_taken_over_total"));
            assertEquals(1, scrape.value("reelbus_attempts_ended_total{outcome=completed}"));
            for (String other : List.of("failed", "retried", "released", "abandoned")) {
                assertEquals(0, scrape.value("reelbus_attempts_ended_total{outcome=" + other + "}"), other);
            }
            assertEquals(1, scrape.value("reelbus_queue_wait_seconds_count"));
            assertEquals(1, scrape.value("reelbus_slots"));
            for (String state : List.of("queued", "processing", "failed")) {
                assertEquals(0, scrape.value("reelbus_jobs{state=" + state + "}"), state);
            }
            assertTrue(scrape.value("reelbus_story_reads_total") >= 1);
            assertEquals(0, scrape.value("reelbus_watched_files"));
            assertEquals(1, scrape.value("reelbus_sockets{transport=websocket}"));
            assertEquals(0, scrape.value("reelbus_sockets{transport=socket.io}"));

            Await.result(client.close());
            Await.until("the socket is gone", () -> value(node, "reelbus_sockets{transport=websocket}") == 0);
        } finally {
            Await.result(vertx.close());
        }
    }

    @Test
    void aFailedJobAndAnAbandonedOneAreCountedAsWhatTheyAre() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            Web.outcome(node, Web.upload(node, Files.readAllBytes(Clips.text())));
            Await.until("it is counted", () -> value(node, "reelbus_jobs{state=failed}") == 1);
            assertEquals(1, value(node, "reelbus_attempts_ended_total{outcome=failed}"));
            assertEquals(1, value(node, "reelbus_bus_events_total{event=processing:failed}"));

            String deleted = Web.upload(node, Files.readAllBytes(Clips.fullHd()));
            Await.until("a slot works", () -> value(node, "reelbus_slots_busy") == 1);
            Web.delete(node, "/api/videos/" + deleted);
            Await.until("it is abandoned", () -> value(node, "reelbus_attempts_ended_total{outcome=abandoned}") == 1);
            assertEquals(2, value(node, "reelbus_attempts_started_total"));
        }
    }

    @Test
    void theProcessTheLoopsAndTheConnectionsAreMeasured() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            Await.until("all loops have ticked", () -> {
                Scrape scrape = Scrape.of(node);
                int loop = 0;
                while (scrape.has("reelbus_loop_lag_seconds_count{loop=" + loop + "}")) {
                    if (scrape.value("reelbus_loop_lag_seconds_count{loop=" + loop + "}") == 0) {
                        return false;
                    }
                    loop++;
                }
                return loop >= 2;
            });
            Scrape scrape = Scrape.of(node);
            assertTrue(scrape.value("process_uptime_seconds") > 0);
            assertTrue(scrape.value("jvm_threads_live_threads") > 0);
            assertTrue(scrape.has("process_cpu_usage"));
            assertFalse(scrape.families("jvm_gc_").isEmpty());
            assertFalse(scrape.families("jvm_memory_").isEmpty());
            assertEquals(8, scrape.value("hikaricp_connections_max{pool=store}"));
            assertTrue(scrape.has("hikaricp_connections_active{pool=leases}"));
        }
    }

    @Test
    void everyMeterOfOursIsDescribedInTheDocumentationAndNoOther() throws Exception {
        try (TestNode node = TestNode.start(folder)) {
            Web.post(node, "/api/videos", Form.of(new byte[0]).closed());
            Scrape scrape = Scrape.of(node);
            Map<String, String> documented = new TreeMap<>();
            Matcher row = Pattern.compile("^\\| `(reelbus_\\w+)` \\| (\\w+) \\|", Pattern.MULTILINE)
                    .matcher(Files.readString(Path.of("docs", "metrics.md")));
            while (row.find()) {
                documented.put(row.group(1), row.group(2));
            }
            Map<String, String> there = new TreeMap<>();
            for (String family : scrape.families("reelbus_")) {
                assertTrue(scrape.isDescribed(family), family);
                // A timer is two families, of which the second is its maximum.
                if (!family.endsWith("_max")) {
                    there.put(family, scrape.type(family));
                }
            }
            assertEquals(documented, there);
        }
    }
}
