package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Fleet.Kind;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unhurried clients of all transports, on three nodes that do no work themselves, watch one job of a fourth node. */
class OneStoryIT {
    /** Is told between two of its requests what came last: of progress that may not be all. */
    private static final String POLLING = "long polling";

    private static final Map<String, Kind> KINDS = kinds();

    private static Cluster cluster;
    private static Fleet fleet;
    private static String fileId;

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("Socket.IO on websocket", Kind.socketIo("websocket"));
        kinds.put("Socket.IO on polling", Kind.socketIo("polling"));
        kinds.put("Socket.IO by default", Kind.socketIo());
        kinds.put("Socket.IO for Java", Kind.javaSocketIo());
        kinds.put("raw WebSocket", Kind.webSocket());
        kinds.put("server-sent events", Kind.events());
        kinds.put("oRPC's event iterator", Kind.iterator());
        kinds.put("SockJS on websocket", Kind.sockJs("websocket"));
        kinds.put("SockJS on xhr-polling", Kind.sockJs("xhr-polling"));
        kinds.put("event bus bridge", Kind.bridge("websocket"));
        kinds.put(POLLING, Kind.state());
        return kinds;
    }

    @BeforeAll
    static void watchOneJob(@TempDir Path folder) throws Exception {
        cluster = Cluster.empty(folder);
        for (int i = 0; i < 3; i++) {
            var unused = cluster.add(Map.of("REELBUS_ROLES", "http,bridge"));
        }
        fleet = new Fleet();
        cluster.ready();
        fileId = Web.upload(cluster.member(1), Files.readAllBytes(Clips.longSmall()));
        addAll("");
        // Nobody can do the work before all of them wait for it.
        for (String client : KINDS.keySet()) {
            fleet.awaitWatching(client, fileId);
        }
        cluster.add(Map.of("REELBUS_ROLES", "worker")).awaitReady();
        KINDS.keySet().forEach(client -> fleet.awaitEnd(client, fileId));
        addAll(", late");
        KINDS.keySet().forEach(client -> fleet.awaitEnd(client + ", late", fileId));
    }

    /** One of each kind, each on the next node. */
    private static void addAll(String suffix) {
        int next = suffix.length();
        for (Map.Entry<String, Kind> each : KINDS.entrySet()) {
            fleet.add(each.getKey() + suffix, each.getValue(), cluster.member(1 + next++ % 3))
                    .watch(each.getKey() + suffix, fileId);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
        cluster.close();
    }

    @Test
    void allAreToldTheSameEventsInTheSameOrderWithTheSamePayloads() {
        List<JsonObject> expected =
                fleet.told("raw WebSocket", fileId).assertWhole().story();
        assertTrue(expected.size() > 8, () -> "progress is seen to move: " + expected);
        for (String client : KINDS.keySet()) {
            if (!client.equals(POLLING)) {
                assertEquals(expected, fleet.told(client, fileId).story(), client);
            }
        }
    }

    @Test
    void longPollingIsToldTheLifecycleAndOfProgressNothingButWhatTheOthersAreTold() {
        Told others = fleet.told("raw WebSocket", fileId);
        Told told = fleet.told(POLLING, fileId).assertWhole();
        assertEquals(others.lifecycle(), told.lifecycle());
        assertTrue(told.story().size() > 5, told::toString);
        assertTrue(others.story().containsAll(told.story()), told::toString);
    }

    @Test
    void allThatComeAfterTheEndAreToldTheLifecycleOfThoseWhoWereThere() {
        List<JsonObject> expected = fleet.told("raw WebSocket", fileId).lifecycle();
        for (String client : KINDS.keySet()) {
            assertEquals(expected, fleet.told(client + ", late", fileId).story(), client);
        }
    }
}
