package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Peer.Protocol;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers that stop, among others that do not. */
@Timeout(120)
class StalledReadersIT {
    private static final int READERS = 180;
    private static final int STALLED = 20;
    private static final String MESSAGE = "m".repeat(1500);
    /** What waits for one that reads nothing: of either file a progress with that message. */
    private static final int WAITING_BYTES = 2 * 2000;

    @TempDir
    Path data;

    private final FileId id = FileId.random();
    /** Watched by those who are to stall and one who sees to it that they do. */
    private final FileId busy = FileId.random();

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();
    /** Held: a client that nobody refers to is closed by the garbage collector, and its sockets with it. */
    private final List<WebSocketClient> clients = new ArrayList<>();

    private TestNode node;
    private int k;

    private void start(int stuckSeconds) {
        node = TestNode.startHolding(
                data, Map.of("REELBUS_PUSH_STUCK_SECONDS", String.valueOf(stuckSeconds)), List.of(id, busy));
        open.add(node);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        Await.result(vertx.close());
    }

    private double value(String key) throws Exception {
        return Scrape.of(node).value(key);
    }

    /** One that reads all it is told; it keeps the order and the names. */
    private static final class Quick {
        final List<String> lifecycle = new CopyOnWriteArrayList<>();
        volatile long last;
        volatile boolean disorder;

        void heard(String text) {
            JsonObject frame = new JsonObject(text);
            long seq = frame.getJsonObject("data").getLong("seq", 0L);
            disorder |= seq != 0 && seq <= last;
            last = Math.max(last, seq);
            String event = frame.getString("event");
            if (!event.equals("processing:progress")) {
                lifecycle.add(event);
            }
        }
    }

    private List<Quick> quick(int many, FileId file) {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(many));
        clients.add(client);
        List<Quick> readers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Quick reader = new Quick();
            WebSocket socket = Await.result(client.connect(node.port(), "127.0.0.1", "/file-processing"));
            socket.textMessageHandler(reader::heard);
            Await.result(socket.writeTextMessage(
                    Protocol.RAW.message("subscribe:file", new JsonObject().put("fileId", file.value()))));
            readers.add(reader);
        }
        return readers;
    }

    /** One that reads that it is subscribed, and then no more. */
    private Peer stalled(Protocol protocol, FileId... files) throws IOException {
        Peer peer = Peer.connect(node.port(), protocol, "203.0.113.1");
        open.add(peer);
        for (FileId file : files) {
            peer.subscribe(file.value());
            peer.next("processing:started");
        }
        return peer;
    }

    private void progress(FileId file) {
        node.publish(new JobEvent.Progress(file, Seq.of(2, ++k), Instant.now(), 1, 50, MESSAGE, Map.of()));
    }

    /** Publishes progress, no faster than one who reads hears it, until the condition holds. */
    private void progressUntil(
            Quick witness, FileId file, String what, java.util.concurrent.Callable<Boolean> condition) {
        Await.until(what, () -> {
            for (int i = 0; i < 50; i++) {
                progress(file);
            }
            long seq = Seq.of(2, k);
            Await.until("it is heard", () -> witness.last >= seq);
            return condition.call();
        });
    }

    private void complete() {
        node.publish(new JobEvent.Completed(id, Seq.ofEntry(3), Instant.now(), 1, Map.of()));
    }

    @Test
    void whoReadsNothingHoldsOneProgressAndEndsWhileAllOthersHearAll() throws Exception {
        start(4);
        List<Quick> quick = quick(READERS, id);
        Quick witness = quick(1, busy).get(0);
        List<Peer> stalled = new ArrayList<>();
        for (int i = 0; i < STALLED; i++) {
            stalled.add(stalled(i % 2 == 0 ? Protocol.RAW : Protocol.SOCKET_IO, busy, id));
        }
        Peer trickling = stalled.get(STALLED - 1);
        AtomicBoolean over = new AtomicBoolean();
        Thread trickle = new Thread(() -> {
            try {
                // A few bytes a second are as good as none.
                while (!over.get() && trickling.readByte() >= 0) {
                    Thread.sleep(200);
                }
            } catch (IOException | InterruptedException cut) {
                // as it should be
            }
        });
        trickle.start();

        double[] most = {0};
        progressUntil(witness, busy, "the stalled ones end", () -> {
            progress(id);
            most[0] = Math.max(most[0], value("reelbus_outbox_bytes"));
            return value("reelbus_push_refused_total{limit=stuck}") == STALLED;
        });
        assertTrue(most[0] > 0 && most[0] <= STALLED * WAITING_BYTES, most[0] + " bytes wait");
        assertEquals(0, value("reelbus_outbox_bytes"));
        assertEquals("1008 reads nothing", stalled.get(0).ending());
        assertEquals("1001 reads nothing", stalled.get(1).ending());
        Await.until(
                "their connections are cut",
                () -> value("reelbus_sockets{transport=websocket}") == READERS + 1
                        && value("reelbus_sockets{transport=socket.io}") == 0);
        complete();
        for (Quick each : quick) {
            Await.until("the end", () -> each.lifecycle.contains("processing:completed"));
            assertEquals(List.of("subscribed", "processing:started", "processing:completed"), each.lifecycle);
            assertEquals(false, each.disorder);
        }
        assertEquals(0, value("reelbus_push_refused_total{limit=outbox}"));
        over.set(true);
        trickle.join();
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfAStoryComesAfterAFullOutboxOnceAndInOrder(Protocol protocol) throws Exception {
        start(60);
        Quick witness = quick(1, id).get(0);
        Peer slow = stalled(protocol, id);
        progressUntil(witness, id, "it is stalled", () -> value("reelbus_slow_readers_sockets") == 1);
        int conflated = k + 500;
        progressUntil(witness, id, "more", () -> k >= conflated);
        complete();
        Await.until("all wait", () -> witness.last == Seq.ofEntry(3));
        List<Long> seqs = new ArrayList<>();
        while (seqs.isEmpty() || seqs.get(seqs.size() - 1) < Seq.ofEntry(3)) {
            seqs.add(slow.next().getJsonObject("data").getLong("seq"));
        }
        assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
        assertTrue(seqs.size() < k, seqs.size() + " of " + k);
        assertEquals(
                List.of(Seq.of(2, k), Seq.justBefore(Seq.ofEntry(3)), Seq.ofEntry(3)),
                seqs.subList(seqs.size() - 3, seqs.size()));
        slow.emit("unsubscribe:file", new JsonObject().put("fileId", id.value()));
        assertEquals("unsubscribed", slow.next().getString("event"), "nothing follows the end");
        assertEquals(0, value("reelbus_slow_readers_sockets"));
        assertEquals(0, value("reelbus_outbox_bytes"));
    }

    @ParameterizedTest
    @EnumSource
    void aSocketThatIsClosedWhileItsOutboxDrainsLeavesNothingBehind(Protocol protocol) throws Exception {
        start(60);
        Quick witness = quick(1, id).get(0);
        Peer slow = stalled(protocol, id);
        progressUntil(witness, id, "it is stalled", () -> value("reelbus_slow_readers_sockets") == 1);
        complete();
        Await.until("all wait", () -> witness.last == Seq.ofEntry(3));
        for (int i = 0; i < 5; i++) {
            slow.next();
        }
        slow.close();
        Await.until(
                "it is gone", () -> value("reelbus_slow_readers_sockets") == 0 && value("reelbus_outbox_bytes") == 0);
        Await.until(
                "its session too",
                () -> value("reelbus_sockets{transport=socket.io}") == 0
                        && value("reelbus_sockets{transport=websocket}") == 1);
    }

    /** Vert.x answers pings by itself: those answers too must not fill the memory of a node. */
    @ParameterizedTest
    @EnumSource
    void whoPingsWithoutReadingIsHeldUp(Protocol protocol) throws Exception {
        start(60);
        Peer peer = Peer.connect(node.port(), protocol, "203.0.113.1");
        open.add(peer);
        byte[] ping = Peer.encoded(Peer.PING, "p".repeat(125));
        int all = 400_000;
        AtomicInteger sent = new AtomicInteger();
        Thread pinging = new Thread(() -> {
            try {
                while (sent.get() < all) {
                    peer.write(ping);
                    sent.incrementAndGet();
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        pinging.start();
        int[] before = {-1};
        long[] at = {System.nanoTime()};
        Await.until("it is held up", () -> {
            if (sent.get() != before[0]) {
                before[0] = sent.get();
                at[0] = System.nanoTime();
            }
            return System.nanoTime() - at[0] > 2_000_000_000L;
        });
        assertTrue(sent.get() < all, "all pings were taken without an answer being read");
        peer.close();
        pinging.join();
    }
}
