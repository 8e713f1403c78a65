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
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Socket.IO clients that are in use, each on its default transports, on websocket and on polling alone. They watch
 * one job from its middle on and one from before its beginning, are all cut off in between, and ask again after the end.
 */
class ClientMatrixIT {
    private static final List<String> VERSIONS =
            List.of("socket.io-client", "socket.io-client-4.0", "socket.io-client-3.1");

    private static final Map<String, Kind> CLIENTS = clients();

    private static TestNode node;
    private static Forwarder network;
    private static Fleet fleet;
    /** The job that is watched from its middle on, and the one that is from before its beginning. */
    private static String middle;

    private static String before;

    private static Map<String, Kind> clients() {
        Map<String, Kind> clients = new LinkedHashMap<>();
        for (String[] transports : new String[][] {{}, {"websocket"}, {"polling"}}) {
            String on = transports.length == 0 ? ", by default" : ", " + transports[0];
            VERSIONS.forEach(version -> clients.put(version + on, Kind.socketIoOf(version, transports)));
            clients.put("java" + on, Kind.javaSocketIo(transports));
        }
        return clients;
    }

    @BeforeAll
    static void watchTwoJobs(@TempDir Path data) throws Exception {
        node = TestNode.start(data, Map.of("REELBUS_TRANSCODE_SLOTS", "1"));
        network = Forwarder.toAny(List.of(node), new Random(1));
        fleet = new Fleet();
        CLIENTS.forEach((client, kind) -> fleet.add(client, kind, network));
        middle = Web.upload(node, Files.readAllBytes(Clips.fullHd()));
        before = Web.upload(node, Files.readAllBytes(Clips.small()));
        fleet.watch(clientNames(), before);
        clientNames().forEach(client -> fleet.await(client, "subscribed", before, 1));
        Await.until("it is under way", () -> Web.state(node, middle).getDouble("progress") >= 10);
        fleet.watch(clientNames(), middle);
        clientNames().forEach(client -> fleet.await(client, "processing:progress", middle, 3));
        assertEquals("queued", Web.state(node, before).getString("status"));
        Await.until("each has lost its connection", () -> {
            network.connections().forEach(Forwarder.Connection::cut);
            return clientNames().stream()
                    .noneMatch(client -> fleet.lines(client, "disconnect").isEmpty());
        });
        clientNames().forEach(client -> fleet.awaitEnd(client, middle).awaitEnd(client, before));
    }

    private static Set<String> clientNames() {
        return CLIENTS.keySet();
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
        network.close();
        node.close();
    }

    @Test
    void eachCameBackByItself() {
        for (String client : clientNames()) {
            assertTrue(fleet.lines(client, "connect").size() > 1, client);
        }
    }

    @Test
    void eachIsToldBothStoriesWholeAndTheSame() {
        for (String fileId : List.of(middle, before)) {
            List<JsonObject> expected = null;
            for (String client : clientNames()) {
                Told told = Told.overVisits(fleet.visits(client), fileId).assertWhole();
                expected = expected == null ? told.lifecycle() : expected;
                assertEquals(expected, told.lifecycle(), client);
            }
        }
    }

    @Test
    void eachAskedAgainAfterTheEndIsToldAgain() {
        for (String client : clientNames()) {
            int answers = fleet.lines(client, "subscribed").size();
            List<JsonObject> first =
                    Told.overVisits(fleet.visits(client), before).lifecycle();
            fleet.emit(client, "unsubscribe:file", before);
            fleet.await(client, "unsubscribed", before, 1);
            int seen = fleet.lines(client).size();
            fleet.emit(client, "subscribe:file", before);
            Await.until(
                    client + " is answered",
                    () -> fleet.lines(client, "subscribed").size() > answers);
            Await.until(client + " is told the end again", () -> {
                List<JsonObject> story = again(client, seen).story();
                return !story.isEmpty() && Told.isEnd(story.get(story.size() - 1));
            });
            assertEquals(first, again(client, seen).assertWhole().lifecycle(), client);
        }
    }

    private static Told again(String client, int seen) {
        List<JsonObject> lines = fleet.lines(client);
        return Told.of(lines.subList(seen, lines.size()), before);
    }

    @Test
    void eachAnswerIsAcknowledgedWithTheSamePayloadAfterIt() {
        for (String client : clientNames()) {
            List<JsonObject> answers = fleet.lines(client, "subscribed");
            List<JsonObject> acks = fleet.lines(client, "ack");
            // An answer on its way when the connection was cut may have arrived without its acknowledgement.
            assertTrue(acks.size() >= 2, client);
            for (JsonObject ack : acks) {
                List<JsonObject> lines = fleet.lines(client);
                JsonObject answer = lines.get(lines.indexOf(ack) - 1);
                assertEquals(ack.getJsonObject("data"), answer.getJsonObject("data"), client);
            }
            assertTrue(answers.size() >= 2, client);
        }
    }

    @Test
    void theDefaultTransportsEndOnWebSocketAndTheOthersStayWhatTheyAre() {
        for (String client : clientNames()) {
            if (client.startsWith("java")) {
                continue;
            }
            List<String> used = fleet.lines(client).stream()
                    .filter(line -> List.of("connect", "upgrade").contains(line.getString("event")))
                    .map(line -> line.getValue("data") instanceof JsonObject data
                            ? data.getString("transport")
                            : line.getString("data"))
                    .toList();
            String last = used.get(used.size() - 1);
            assertEquals(client.endsWith("polling") ? "polling" : "websocket", last, client + ": " + used);
            assertEquals(
                    client.endsWith("by default") ? 2 : 1,
                    used.stream().distinct().count(),
                    client + ": " + used);
        }
    }
}
