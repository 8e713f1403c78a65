package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.bus.Topics;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.reelbus.store.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many files on a cluster of two, both in this JVM so that both heaps are seen: a bridge with real sockets, and a
 * worker that does to store and bus what a slot does, without ffmpeg.
 */
@Tag("long")
class ClusterLoadIT {
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Runnable> onEnd = new ConcurrentHashMap<>();
    private final Set<String> heardOf = ConcurrentHashMap.newKeySet();
    private TestNode bridge;
    private Vertx worker;
    private JobStore jobs;
    private Topics topics;
    private WebSocketClient sockets;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        settings.put("REELBUS_CLUSTER_ENABLED", "true");
        settings.put("REELBUS_CLUSTER_MEMBERS", "127.0.0.1:5781,127.0.0.1:5782");
        settings.put("REELBUS_CLUSTER_PORT", "5781");
        settings.put("REELBUS_CLUSTER_HOST", "127.0.0.1");
        // What is measured is not the disk.
        settings.put("REELBUS_STORE_URL", Postgres.database() + "&options=-c%20synchronous_commit%3Doff");
        settings.put("REELBUS_STORE_MEDIA_FOLDER", folder.resolve("media").toString());
        settings.put("REELBUS_ROLES", "http,bridge");
        // One socket asks for all files: it is not what limits are for.
        settings.put("REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET", "100000");
        settings.put("REELBUS_PUSH_MAX_MESSAGE_BURST", "100000");
        bridge = TestNode.start(folder.resolve("data"), settings);
        NodeConfig config = ConfigLoader.load(null, settings);
        worker = Await.result(Clustering.start(config.cluster(), config.node())).vertx();
        jobs = Await.result(JobStore.open(worker, config.store(), folder));
        topics = new Topics(worker.eventBus(), new SimpleMeterRegistry());
        sockets = worker.createWebSocketClient();
    }

    @AfterEach
    void stop() {
        if (jobs != null) {
            Await.result(jobs.close());
            Await.result(worker.close());
        }
        if (bridge != null) {
            bridge.close();
        }
    }

    private Future<WebSocket> socket() {
        return sockets.connect(bridge.port(), "127.0.0.1", "/file-processing").map(socket -> {
            socket.textMessageHandler(text -> {
                JsonObject frame = new JsonObject(text);
                if ("working".equals(frame.getJsonObject("data").getString("message"))) {
                    heardOf.add(frame.getJsonObject("data").getString("fileId"));
                }
                if ("processing:completed".equals(frame.getString("event"))) {
                    Runnable ended = onEnd.remove(frame.getJsonObject("data").getString("fileId"));
                    ended.run();
                }
            });
            return socket;
        });
    }

    private static String subscribe(FileId id) {
        return new JsonObject()
                .put("event", "subscribe:file")
                .put("data", new JsonObject().put("fileId", id.value()))
                .encode();
    }

    private Future<FileId> accept() {
        FileId id = FileId.random();
        return jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, id + "/original", "web"), Priority.DEFAULT)
                .map(id);
    }

    /** Does the next job as far as store and bus see it. */
    private Future<Void> perform() {
        return jobs.claim("worker", Set.of("web")).compose(claim -> {
            if (!(claim instanceof Claim.Held held)) {
                // Others hold the rows that were looked at; a slot would ask again too.
                return worker.timer(10, TimeUnit.MILLISECONDS).compose(later -> perform());
            }
            var lease = held.lease();
            topics.publish(lease.started());
            return jobs.complete(lease, lease.fileId() + "/1", Map.of("duration", 1.0), AttemptReport.NONE)
                    .map(completed -> {
                        topics.publish(completed.orElseThrow());
                        return null;
                    });
        });
    }

    /** This many files, each watched on the bridge from its acceptance to its end, 200 at a time. */
    private void watchOneAfterTheOther(int files) throws Exception {
        WebSocket socket = Await.result(socket());
        AtomicInteger left = new AtomicInteger(files);
        AtomicInteger ended = new AtomicInteger();
        for (int lane = 0; lane < 200; lane++) {
            next(socket, left, ended);
        }
        Await.within("all files ended", Duration.ofMinutes(8).toMillis(), () -> ended.get() == files);
        Await.result(socket.close());
        // The bridge may take a moment longer to let go of what it kept for this socket.
        Await.until(
                "the bridge has seen it leave",
                () -> Scrape.of(bridge).value("reelbus_sockets{transport=websocket}") == 0);
    }

    private void next(WebSocket socket, AtomicInteger left, AtomicInteger ended) {
        if (left.decrementAndGet() < 0) {
            return;
        }
        accept().compose(id -> {
                    onEnd.put(id.value(), () -> {
                        int unused = ended.incrementAndGet();
                        next(socket, left, ended);
                    });
                    return socket.writeTextMessage(subscribe(id));
                })
                .compose(written -> perform())
                .onFailure(Throwable::printStackTrace);
    }

    @Test
    void nothingIsKeptOfTwentyThousandFiles() throws Exception {
        int files = 20_000;
        watchOneAfterTheOther(3_000);
        Instances before = Instances.now();
        watchOneAfterTheOther(files);
        // Both nodes together. The last files' registrations may still be on their way out. Of classes that everything
        // uses there are thousands more for other reasons, five to twelve thousand texts and map entries in six runs;
        // of those
        // that the nodes are made of there are not.
        AtomicReference<Map<String, Long>> grown = new AtomicReference<>();
        try {
            Await.until("no class has an object more for each file", () -> {
                Map<String, Long> more = Instances.now().grownBy(files / 20, before);
                more.entrySet()
                        .removeIf(each -> each.getValue() < files * 3 / 4
                                && !each.getKey().startsWith("io.reelbus.")
                                && !each.getKey().startsWith("io.vertx."));
                grown.set(more);
                return more.isEmpty();
            });
        } finally {
            System.out.println("grown by " + files + " files: " + grown.get() + "; a little: "
                    + Instances.now().grownBy(files / 20, before));
        }
    }

    @Test
    void aNodeWithFiveThousandWatchedFilesLeavesWithinTwoSeconds() {
        List<FileId> ids = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ids.add(Await.result(accept()));
        }
        var socket = Await.result(socket());
        ids.forEach(id -> Await.result(socket.writeTextMessage(subscribe(id))));
        // Registrations are made in order, so the last one to be heard of has all others before it.
        FileId last = ids.get(ids.size() - 1);
        AtomicInteger k = new AtomicInteger();
        Await.until("all are registered", () -> {
            topics.publish(new JobEvent.Progress(
                    last, Seq.of(1, k.incrementAndGet()), Instant.now(), 1, 0, "working", Map.of()));
            return heardOf.contains(last.value());
        });
        long begun = System.nanoTime();
        bridge.close();
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        bridge = null;
        System.out.println("stopped with 5,000 watched files in " + millis + " ms");
        assertTrue(millis < 2_000, millis + " ms");
    }
}
