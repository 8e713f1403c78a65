package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Fleet.Kind;
import io.reelbus.job.FileId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of every transport that can resume watch many jobs on three nodes, told to each once, while their connections
 * are cut and the nodes are killed at random: each is told each story whole, once, in order and to its one end. A client
 * that comes back comes to any node. Some of the jobs are done by ffmpeg, the others by a {@link Storyteller}.
 */
class ReplayProofIT {
    private static final int BLOWS = Integer.getInteger("reelbus.blows", 200);
    private static final int LIVE = 8;
    private static final int CLIENTS_OF_A_KIND = 2;
    private static final int REAL_EVERY = 12;
    private static final Map<String, Kind> KINDS = kinds();

    @TempDir
    Path folder;

    private final long seed = Long.getLong("reelbus.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Forwarder> ways = new ArrayList<>();
    private final List<String> clients = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private Cluster cluster;
    private Storyteller teller;
    private Fleet fleet;

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("raw WebSocket", Kind.webSocket());
        kinds.put("Socket.IO on websocket", Kind.socketIo("websocket"));
        kinds.put("Socket.IO on polling", Kind.socketIo("polling"));
        kinds.put("Socket.IO", Kind.socketIo());
        kinds.put("server-sent events", Kind.events());
        kinds.put("oRPC's event iterator", Kind.iterator());
        kinds.put("SockJS on websocket", Kind.sockJs("websocket"));
        kinds.put("event bus bridge", Kind.bridge("websocket"));
        kinds.put("long polling", Kind.state());
        return kinds;
    }

    @BeforeEach
    void start() throws Exception {
        System.out.println("reelbus.seed=" + seed);
        cluster = Cluster.at(folder, Collections.nCopies(4, "127.0.0.1"), io.reelbus.store.Postgres.database());
        for (int i = 0; i < 3; i++) {
            var unused = cluster.add(settings());
        }
        fleet = new Fleet();
        cluster.ready();
        Map<String, String> own = cluster.settings(4);
        own.putAll(settings());
        teller = new Storyteller(own, random);
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            Forwarder way = Forwarder.toAny(cluster.members(), new Random(random.nextLong()));
            ways.add(way);
            for (int i = 1; i <= CLIENTS_OF_A_KIND; i++) {
                clients.add(kind.getKey() + " " + i);
                fleet.add(kind.getKey() + " " + i, kind.getValue(), way);
            }
        }
    }

    private static Map<String, String> settings() {
        return Map.of("REELBUS_STORE_LEASE_SECONDS", "3", "REELBUS_TRANSCODE_SLOTS", "1");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        if (teller != null) {
            teller.close();
        }
        if (fleet != null) {
            fleet.close();
        }
        for (Forwarder way : ways) {
            way.close();
        }
    }

    @Test
    void eachClientIsToldEachStoryOnceAndWholeOverTwoHundredCutsAndKills() throws Exception {
        Weather weather = new Weather(cluster, ways, new Random(random.nextLong()));
        beginStories();
        CompletableFuture<Void> storm = CompletableFuture.runAsync(() -> {
            try {
                weather.strike(BLOWS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!storm.isDone()) {
            beginStories();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        storm.get();
        // Who is told the end of the last one has nothing more to come of the others.
        beginStory(false);
        for (String fileId : files) {
            clients.forEach(client -> fleet.awaitEnd(client, fileId));
        }
        System.out.println(weather + " over " + clients.size() + " clients and " + files.size() + " files");
        files.forEach(this::judge);
    }

    /** Keeps some jobs under way. */
    private void beginStories() throws Exception {
        while (files.stream().filter(this::isUnderWay).count() < LIVE) {
            beginStory(random.nextInt(REAL_EVERY) == 0);
        }
    }

    private boolean isUnderWay(String fileId) {
        return !fleet.hasEnded(clients.get(0), fileId);
    }

    /** Some watch a file before it exists, the others once it does. */
    private void beginStory(boolean real) throws Exception {
        if (real) {
            uploadSomewhere();
            return;
        }
        FileId id = FileId.random();
        List<String> later = new ArrayList<>();
        for (String client : clients) {
            if (random.nextInt(4) == 0) {
                fleet.watch(client, id.value());
            } else {
                later.add(client);
            }
        }
        teller.accept(id);
        files.add(id.value());
        fleet.watch(later, id.value());
    }

    /** An upload whose node is killed before it answers is made again. */
    private void uploadSomewhere() throws Exception {
        try {
            int any = 1 + random.nextInt(cluster.members().size());
            String id = Web.upload(cluster.member(any), Files.readAllBytes(Clips.silent()));
            fleet.watch(clients, id);
            files.add(id);
        } catch (IOException killed) {
            uploadSomewhere();
        }
    }

    private static boolean isOfTheConnection(JsonObject line) {
        return !line.getString("event").startsWith("processing:");
    }

    /** Each once, but for what docs/protocol.md says of progress by Socket.IO. */
    private void judge(String fileId) {
        List<JsonObject> journal = teller.lifecycle(fileId);
        for (String client : clients) {
            Told told = fleet.told(client, fileId);
            Told once = told.withoutRepeatedProgress();
            assertDoesNotThrow(once::assertRises, () -> "seed " + seed + ", " + client);
            if (!client.startsWith("Socket.IO")) {
                assertEquals(told, once, () -> "seed " + seed + ", " + client);
            } else if (!told.equals(once)) {
                System.out.println(client + " was told progress twice of " + fileId + ": "
                        + fleet.lines(client).stream()
                                .filter(ReplayProofIT::isOfTheConnection)
                                .toList());
            }
            assertEquals(journal, told.lifecycle(), () -> "seed " + seed + ", " + client + " was told\n" + told);
            assertEquals(1, told.story().stream().filter(Told::isEnd).count(), client);
            assertTrue(Told.isEnd(told.story().get(told.story().size() - 1)), client);
        }
    }
}
