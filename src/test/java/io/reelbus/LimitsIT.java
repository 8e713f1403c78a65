package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Peer.Protocol;
import io.reelbus.job.FileId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one socket and one address may ask for, by real sockets; each test has an address of its own. */
@Timeout(60)
class LimitsIT {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    /** Work that is under way, one more than one socket may watch. */
    private static final List<FileId> HELD =
            Stream.generate(FileId::random).limit(7).toList();

    @TempDir
    static Path data;

    private static TestNode node;
    private final String address = "203.0.113." + ADDRESSES.incrementAndGet();

    @BeforeAll
    static void start() {
        node = TestNode.startHolding(
                data,
                Map.of(
                        "REELBUS_PUSH_MAX_CONNECTIONS_PER_ADDRESS", "3",
                        "REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET", "6",
                        "REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_ADDRESS", "8",
                        "REELBUS_PUSH_MAX_WAITING_PER_SOCKET", "4",
                        "REELBUS_PUSH_MAX_WAITING_PER_ADDRESS", "5",
                        "REELBUS_PUSH_MAX_MESSAGES_PER_SECOND", "20",
                        "REELBUS_PUSH_MAX_MESSAGE_BURST", "40",
                        "REELBUS_PUSH_MAX_PAYLOAD_BYTES", "2000"),
                HELD);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private Peer connect(Protocol protocol) throws IOException {
        return Peer.connect(node.port(), protocol, address);
    }

    private static double refused(String limit) throws Exception {
        return Scrape.of(node).value("reelbus_push_refused_total{limit=" + limit + "}");
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private void isLetInAgain(Protocol protocol) {
        Await.until("there is room again", () -> {
            try (Peer peer = Peer.ask(node.port(), protocol, address)) {
                return peer.status() == 101;
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneAddressHasSoManyConnectionsOfAllTransports(Protocol protocol) throws Exception {
        double before = refused("connections");
        Peer raw = connect(Protocol.RAW);
        try (Peer socketIo = connect(Protocol.SOCKET_IO);
                Peer third = connect(protocol);
                Peer fourth = Peer.ask(node.port(), protocol, address);
                Peer elsewhere = Peer.connect(node.port(), protocol, "198.51.100.1")) {
            third.subscribe(id());
            third.next("subscribed");
            elsewhere.subscribe(id());
            elsewhere.next("subscribed");
            socketIo.subscribe(id());
            socketIo.next("subscribed");
            if (protocol == Protocol.RAW) {
                assertEquals(429, fourth.status());
                assertEquals("5", fourth.header("retry-after"));
                assertEquals("application/problem+json", fourth.header("content-type"));
                assertEquals("too_many_connections", new JsonObject(fourth.body()).getString("code"));
            } else {
                assertEquals(403, fourth.status());
                assertEquals("{\"code\":4,\"message\":\"Forbidden\"}", fourth.body());
            }
            assertEquals(before + 1, refused("connections"));
            raw.close();
            isLetInAgain(protocol);
        }
    }

    @Test
    void aPollingHandshakeCountsAndThePollsAfterItDoNot() throws Exception {
        String path = "/socket.io/?EIO=4&transport=polling";
        List<String> sids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String body =
                    new String(Web.get(node, path, "X-Forwarded-For", address).body());
            sids.add(new JsonObject(body.substring(1)).getString("sid"));
        }
        var refused = Web.get(node, path, "X-Forwarded-For", address);
        assertEquals(403, refused.statusCode());
        assertEquals("{\"code\":4,\"message\":\"Forbidden\"}", new String(refused.body()));
        for (String sid : sids) {
            String session = path + "&sid=" + sid;
            var posted = Web.send(Web.to(node, session)
                    .header("X-Forwarded-For", address)
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("40/file-processing,")));
            assertEquals(200, posted.statusCode());
            assertEquals(200, Web.get(node, session, "X-Forwarded-For", address).statusCode());
            Web.send(Web.to(node, session).POST(java.net.http.HttpRequest.BodyPublishers.ofString("1")));
        }
        isLetInAgain(Protocol.SOCKET_IO);
    }

    @ParameterizedTest
    @EnumSource
    void oneSocketAndOneAddressWaitForSoManyFilesThatDoNotExist(Protocol protocol) throws Exception {
        double before = refused("waiting");
        try (Peer first = connect(protocol);
                Peer second = connect(protocol)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ids.add(id());
                first.subscribe(ids.get(i));
                assertEquals(false, first.next("subscribed").getBoolean("known"));
            }
            first.subscribe(id());
            assertEquals("one connection may wait for 4 files that do not exist", first.complaint());
            second.subscribe(id());
            assertEquals(false, second.next("subscribed").getBoolean("known"));
            second.subscribe(id());
            assertEquals("the connections of one address may wait for 5 files that do not exist", second.complaint());
            assertEquals(before + 2, refused("waiting"));
            first.emit("unsubscribe:file", new JsonObject().put("fileId", ids.get(0)));
            first.next("unsubscribed");
            second.subscribe(id());
            second.next("subscribed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneSocketAndOneAddressWatchSoManyFiles(Protocol protocol) throws Exception {
        double before = refused("subscriptions");
        try (Peer first = connect(protocol);
                Peer second = connect(protocol)) {
            for (FileId each : HELD) {
                first.subscribe(each.value());
            }
            assertEquals("one connection may watch 6 files", first.complaint());
            for (FileId each : HELD.subList(0, 3)) {
                second.subscribe(each.value());
            }
            assertEquals("the connections of one address may watch 8 files", second.complaint());
            assertEquals(before + 2, refused("subscriptions"));
            first.emit(
                    "unsubscribe:file",
                    new JsonObject().put("fileId", HELD.get(0).value()));
            first.next("unsubscribed");
            second.subscribe(HELD.get(2).value());
            second.next("subscribed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoSendsTooManyMessagesIsToldOnceASecondAndTheyAreNotExecuted(Protocol protocol) throws Exception {
        double before = refused("messages");
        try (Peer peer = connect(protocol)) {
            String id = id();
            for (int i = 0; i < 100; i++) {
                peer.emit("unsubscribe:file", new JsonObject().put("fileId", id));
            }
            int answered = 0;
            JsonObject heard = peer.next();
            while (heard.getString("event").equals("unsubscribed")) {
                answered++;
                heard = peer.next();
            }
            // Socket.IO's CONNECT was one of the 40 too.
            assertTrue(answered >= 39 && answered < 80, "answered: " + answered);
            assertEquals(
                    "only 20 messages a second are executed; the rest are dropped",
                    heard.getJsonObject("data").getString("message"));
            assertTrue(refused("messages") > before);
            // It stays connected, and is heard again when it has slowed down.
            Await.until("it is heard again", () -> {
                peer.emit("unsubscribe:file", new JsonObject().put("fileId", id));
                return peer.hears("unsubscribed", 200);
            });
        }
    }

    /** They are sent by a thread of its own: whoever sends so much without reading is held up, or cut off. */
    @ParameterizedTest
    @EnumSource
    void aFloodEndsTheConnectionAndOthersAreServed(Protocol protocol) throws Exception {
        try (Peer flooding = connect(protocol);
                Peer other = Peer.connect(node.port(), protocol, "198.51.100.2")) {
            byte[] message =
                    Peer.encoded(Peer.TEXT, protocol.message("subscribe:file", new JsonObject().put("fileId", id())));
            byte[] many = new byte[message.length * 1000];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(message, 0, many, i * message.length, message.length);
            }
            Thread sending = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        flooding.write(many);
                    }
                } catch (IOException cutOff) {
                    // as it should be
                }
            });
            sending.start();
            other.subscribe(id());
            other.next("subscribed");
            String expected = protocol == Protocol.RAW ? "1008 too many messages" : "1001 too many messages";
            assertTrue(List.of(expected, "broken").contains(flooding.ending()));
            sending.join();
            isLetInAgain(protocol);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsTooBigEndsTheConnectionWithAReason(Protocol protocol) throws Exception {
        double before = refused("payload");
        try (Peer peer = connect(protocol)) {
            // Fewer characters than may be, but more bytes.
            peer.frame(Peer.TEXT, protocol.message("subscribe:file", "ä".repeat(1000)));
            String reason = protocol == Protocol.RAW ? "a message may have 2000 bytes" : "message too big";
            assertEquals("1009 " + reason, peer.ending());
            assertEquals(before + 1, refused("payload"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfManyMegabytesEndsTheConnection(Protocol protocol) throws Exception {
        try (Peer peer = connect(protocol)) {
            byte[] huge = Peer.encoded(Peer.TEXT, "x".repeat(5_000_000));
            Thread sending = new Thread(() -> {
                try {
                    peer.write(huge);
                } catch (IOException cutOff) {
                    // as it should be
                }
            });
            sending.start();
            String reason = protocol == Protocol.RAW ? "a message may have 2000 bytes" : "message too big";
            assertTrue(List.of("1009 " + reason, "broken").contains(peer.ending()));
            sending.join();
            isLetInAgain(protocol);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIdThatIsNoneIsComplainedOfAndTheConnectionStays(Protocol protocol) throws Exception {
        Map<Object, String> wrong = new java.util.LinkedHashMap<>();
        wrong.put(new JsonObject(), "fileId is missing");
        wrong.put(new JsonObject().putNull("fileId"), "fileId is missing");
        wrong.put(new JsonArray().add("v1"), "fileId is missing");
        wrong.put("v1", "fileId is missing");
        wrong.put(5, "fileId is missing");
        wrong.put(true, "fileId is missing");
        wrong.put(new JsonObject().put("fileId", 5), "fileId must be a string");
        wrong.put(new JsonObject().put("fileId", true), "fileId must be a string");
        wrong.put(new JsonObject().put("fileId", new JsonArray().add("v1")), "fileId must be a string");
        wrong.put(new JsonObject().put("fileId", new JsonObject()), "fileId must be a string");
        wrong.put(new JsonObject().put("fileId", ""), "fileId must have 1 to 256 characters");
        wrong.put(new JsonObject().put("fileId", "x".repeat(257)), "fileId must have 1 to 256 characters");
        wrong.put(new JsonObject().put("fileId", "x".repeat(1500)), "fileId must have 1 to 256 characters");
        try (Peer peer = connect(protocol)) {
            for (String event : List.of("subscribe:file", "unsubscribe:file")) {
                for (Map.Entry<Object, String> each : wrong.entrySet()) {
                    peer.emit(event, each.getKey());
                    JsonObject data = peer.next(protocol == Protocol.RAW ? "error" : "exception");
                    assertEquals(each.getValue(), data.getString("message"), each.getKey() + "");
                    assertEquals(event, data.getJsonObject("cause").getString("pattern"));
                    assertTrue(data.encode().length() < 800, data.encode());
                }
            }
            String id = id();
            peer.subscribe(id);
            assertEquals(id, peer.next("subscribed").getString("fileId"));
        }
    }

    /** Each is a question that the rooms, the store and the bus are asked: all of it must be given back. */
    @ParameterizedTest
    @EnumSource
    void whoSubscribesAndUnsubscribesInALoopLeavesNothingBehind(Protocol protocol) throws Exception {
        try (Peer peer = connect(protocol)) {
            String id = id();
            for (int i = 0; i < 19; i++) {
                peer.subscribe(id);
                peer.emit("unsubscribe:file", new JsonObject().put("fileId", id));
            }
            for (int i = 0; i < 19; i++) {
                peer.next("unsubscribed");
            }
            Await.until("nothing is watched for it", () -> {
                try (Peer fresh = connect(protocol)) {
                    List<String> heard = new ArrayList<>();
                    for (String each : Arrays.asList(id(), id(), id(), id())) {
                        fresh.subscribe(each);
                        heard.add(fresh.next().getString("event"));
                    }
                    return heard.equals(List.of("subscribed", "subscribed", "subscribed", "subscribed"));
                }
            });
        }
        Await.until("no room is left", () -> Scrape.of(node).value("reelbus_watched_files") == 0);
    }
}
