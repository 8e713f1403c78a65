package io.reelbus;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.bus.Topics;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.reelbus.store.Postgres;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The Java side of scripts/bench/cluster, on a cluster of real processes with a PostgreSQL of its own.
 * {@code start <rounds>}: how long a node takes from its start to being ready, the first one and one that joins.
 * {@code latency <rounds> <events per second> <seconds>}: from the publication of a progress on a worker node, which is
 * this process, to its arrival at a raw WebSocket of a bridge node; both read the machine's one monotonic clock.
 */
public final class ClusterBench {
    private static final int FILES = 100;

    private ClusterBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("reelbus-bench");
        int rounds = Integer.parseInt(args[1]);
        for (int round = 0; round <= rounds; round++) {
            // The first does not count: caches are cold.
            String name = round == 0 ? "warm-up" : "round " + round;
            Path own = Files.createDirectory(folder.resolve("round-" + round));
            if (args[0].equals("start")) {
                start(name, own);
            } else {
                latency(name, own, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            }
        }
        System.exit(0);
    }

    private static void start(String name, Path folder) throws Exception {
        try (Cluster cluster = Cluster.at(folder, List.of("127.0.0.1", "127.0.0.1"), Postgres.database())) {
            long first = readyAfter(cluster);
            long second = readyAfter(cluster);
            System.out.println(name + ": first node ready after " + first + " ms, second after " + second + " ms");
        }
    }

    private static long readyAfter(Cluster cluster) throws Exception {
        long begun = System.nanoTime();
        cluster.add(Map.of()).awaitReady();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private static void latency(String name, Path folder, int perSecond, int seconds) throws Exception {
        try (Cluster cluster = Cluster.at(folder, List.of("127.0.0.1", "127.0.0.1"), Postgres.database())) {
            cluster.add(Map.of("REELBUS_ROLES", "http,bridge")).awaitReady();
            Map<String, String> settings = new HashMap<>(cluster.settings(2));
            settings.put("REELBUS_DATA", folder.resolve("worker").toString());
            NodeConfig config = ConfigLoader.load(null, settings);
            Vertx worker = Await.result(Clustering.start(config.cluster(), config.node()))
                    .vertx();
            JobStore jobs = Await.result(JobStore.open(worker, config.store(), config.data()));
            long[] micros = run(worker, jobs, cluster.member(1), perSecond, seconds);
            Arrays.sort(micros);
            System.out.printf(
                    "%s: %d of %d events, p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
                    name,
                    micros.length,
                    perSecond * seconds,
                    micros[micros.length / 2] / 1e3,
                    micros[micros.length * 99 / 100] / 1e3,
                    micros[micros.length - 1] / 1e3);
            Await.result(jobs.close());
            Await.result(worker.close());
        }
    }

    private static long[] run(Vertx worker, JobStore jobs, Reachable bridge, int perSecond, int seconds)
            throws Exception {
        Topics topics = new Topics(worker.eventBus(), new SimpleMeterRegistry());
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            FileId id = FileId.random();
            Await.result(
                    jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, id + "/original", "web"), Priority.DEFAULT));
            leases.add(((Claim.Held) Await.result(jobs.claim("bench", Set.of("web")))).lease());
        }
        var uri = bridge.uri("/file-processing");
        CountDownLatch watching = new CountDownLatch(FILES);
        // Held until the end: a client that is garbage takes its sockets along.
        WebSocketClient client = worker.createWebSocketClient();
        var socket = Await.result(client.connect(uri.getPort(), uri.getHost(), uri.getPath()));
        long[] arrived = new long[perSecond * seconds];
        AtomicInteger count = new AtomicInteger();
        socket.textMessageHandler(text -> {
            long now = System.nanoTime();
            JsonObject data = new JsonObject(text).getJsonObject("data");
            Long sent = data.getJsonObject("metadata", new JsonObject()).getLong("sentAt");
            if (sent != null) {
                arrived[count.getAndIncrement()] = (now - sent) / 1_000;
            } else if (text.contains("processing:started")) {
                watching.countDown();
            }
        });
        for (Lease lease : leases) {
            Await.result(socket.writeTextMessage(new JsonObject()
                    .put("event", "subscribe:file")
                    .put("data", new JsonObject().put("fileId", lease.fileId().value()))
                    .encode()));
        }
        watching.await();
        // Publishers learn of a registration some milliseconds late, and each address is looked up once.
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        leases.forEach(lease -> publish(topics, lease, 1, null));
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        long begun = System.nanoTime();
        for (int i = 0; i < arrived.length; i++) {
            long due = begun + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            publish(topics, leases.get(i % FILES), 2 + i / FILES, System.nanoTime());
        }
        // Behind a full write queue progress is conflated, so not all of it need arrive; then nothing comes any more.
        int before = -1;
        while (before < count.get()) {
            before = count.get();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        Await.result(client.close());
        return Arrays.copyOf(arrived, count.get());
    }

    private static void publish(Topics topics, Lease lease, int k, Long sentAt) {
        topics.publish(new JobEvent.Progress(
                lease.fileId(),
                Seq.of(2, k),
                Instant.now(),
                1,
                k / 1000.0,
                "Transcoding...",
                sentAt == null ? Map.of() : Map.of("step", "transcode", "sentAt", sentAt)));
    }
}
