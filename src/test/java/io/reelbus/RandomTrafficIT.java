package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever thousands of connections send to a node, it logs no exception, keeps nothing, and those who watch a file
 * meanwhile notice nothing. {@code -Dseed} repeats what was sent, though not when.
 */
class RandomTrafficIT {
    private static final int CONNECTIONS = 4_000;
    private static final int AT_ONCE = 8;
    private static final FileId WATCHED = FileId.random();

    private final Warnings warnings = new Warnings();
    private final Leaks leaks = new Leaks();
    private TestNode node;

    @BeforeEach
    void start(@TempDir Path data) {
        warnings.listen();
        node = TestNode.startHolding(
                data,
                Map.of("REELBUS_PUSH_PING_INTERVAL_MS", "5000", "REELBUS_PUSH_PING_TIMEOUT_MS", "10000"),
                List.of(WATCHED));
    }

    @AfterEach
    void stop() {
        node.close();
        warnings.close();
        leaks.close();
    }

    private void publish(int k) {
        node.publish(new JobEvent.Progress(
                WATCHED, Seq.of(2, k), Instant.now(), 1, 100.0 * k / CONNECTIONS, "working", Map.of()));
    }

    /** So many connections; each time another hundred are done there is a progress to tell. */
    private void sendNoise(long seed) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Void>> running = new ArrayList<>();
            // Seeds that follow each other would begin with nearly the same number.
            Random seeds = new Random(seed);
            for (int i = 0; i < CONNECTIONS; i++) {
                Random random = new Random(seeds.nextLong());
                Callable<Void> one = () -> {
                    new RandomTraffic(node.port(), WATCHED.value(), random).run();
                    return null;
                };
                running.add(clients.submit(one));
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                running.get(i).get();
                if (i % 100 == 0) {
                    publish(i / 100 + 1);
                }
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static Stream<Integer> progress(List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> "processing:progress".equals(line.getString("event")))
                .map(line -> (int) (line.getJsonObject("data").getLong("seq") - Seq.of(2, 0)));
    }

    private static void assertAll(List<JsonObject> lines, int last) {
        assertEquals(
                Stream.iterate(1, k -> k + 1).limit(last).toList(),
                progress(lines).toList());
    }

    @Test
    void othersNoticeNothingAndNothingIsLeftOfIt() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        try (Watcher raw = Watcher.of(node, WATCHED.value());
                JavaClient socketIo = new JavaClient(node, new JsonArray().add("websocket"));
                JavaClient polling = new JavaClient(node, new JsonArray().add("polling"))) {
            for (JavaClient client : List.of(socketIo, polling)) {
                client.watch(WATCHED.value());
                Await.until(
                        "subscribed",
                        () -> client.lines().stream().anyMatch(line -> "subscribed".equals(line.getString("event"))));
            }
            raw.awaitEvent("subscribed");
            sendNoise(seed);
            int last = CONNECTIONS / 100 + 1;
            publish(last);
            for (Callable<List<JsonObject>> each :
                    List.<Callable<List<JsonObject>>>of(raw::lines, socketIo::lines, polling::lines)) {
                Await.until("the last one is told", () -> progress(each.call()).anyMatch(k -> k == last));
                assertAll(each.call(), last);
            }
            assertFalse(raw.isClosed());
            for (JavaClient client : List.of(socketIo, polling)) {
                assertEquals(
                        1,
                        client.lines().stream()
                                .filter(line -> "connect".equals(line.getString("event")))
                                .count());
            }
            Await.until("all other sessions have ended", () -> node.sessions() == 2);
        }
        Await.until("nothing is connected", () -> Scrape.of(node).sum("reelbus_sockets") == 0);
        Await.until("nothing is watched", () -> Scrape.of(node).value("reelbus_watched_files") == 0);
        leaks.report();
        assertEquals(List.of(), warnings.heard());
    }
}
