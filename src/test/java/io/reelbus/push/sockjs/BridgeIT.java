package io.reelbus.push.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.TestNode;
import io.reelbus.Web;
import io.reelbus.job.FileId;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event bus bridge of a whole node, and what clients that mean no good can do with it. */
@Timeout(120)
class BridgeIT {
    private static final FileId UNKNOWN = new FileId("0f8fad5b-d9cb-469f-a165-70867728950e");
    /** How long a client of the bridge may be silent here. */
    private static final int PING_MS = 1_000;

    private static final Vertx VERTX = Vertx.vertx();
    private static TestNode node;
    private static FileId finished;

    private final BusClient client = new BusClient(VERTX, node.port());

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        node = TestNode.start(data, Map.of("REELBUS_PUSH_MAX_SUBSCRIPTIONS_PER_SOCKET", "2"));
        finished = new FileId(Web.upload(node, Files.readAllBytes(Clips.small())));
        assertEquals("completed", Web.outcome(node, finished.value()).getString("status"));
    }

    @AfterEach
    void leave() {
        client.close();
        Await.until("nobody is there", () -> sockets() == 0);
    }

    @AfterAll
    static void stop() {
        node.close();
        Await.result(VERTX.close());
    }

    private static double sockets() throws Exception {
        return new String(Web.get(node, "/metrics").body())
                .lines()
                .filter(line -> line.startsWith("reelbus_sockets{")
                        && (line.contains("\"eventbus\"") || line.contains("\"sockjs\"")))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<String> events(List<JsonObject> frames) {
        return frames.stream().map(frame -> frame.getString("event")).toList();
    }

    private static List<JsonObject> frames(JsonArray events) {
        return events.stream().map(JsonObject.class::cast).toList();
    }

    @Test
    void whatIsNotPermittedIsAnsweredSoAndTheConnectionStays() {
        List<String> types = List.of("register", "unregister", "send", "publish");
        for (String type : types) {
            client.say(type, "jobs.available");
        }
        client.say("publish", "processing." + finished);
        client.say("{}");
        List<String> expected = List.of(
                "access_denied", "access_denied", "access_denied", "access_denied", "access_denied", "missing_type");
        Await.until("all is answered", () -> client.heard().size() == expected.size());
        assertEquals(
                expected,
                client.heard().stream().map(each -> each.getString("body")).toList());
        assertEquals(
                true,
                client.story(new JsonObject().put("fileId", finished.value()))
                        .getJsonObject("body")
                        .getBoolean("known"));
    }

    @Test
    void whoeverRegistersIsToldTheStoryWhichIsThatOfTheAnswerToARequest() {
        client.register(finished, 0);
        Await.until("the end", () -> events(client.told(finished)).contains("processing:completed"));
        List<JsonObject> told = client.told(finished);
        assertEquals(
                List.of("subscribed", "processing:started", "processing:progress", "processing:completed"),
                events(told));

        JsonObject answer =
                client.story(new JsonObject().put("fileId", finished.value())).getJsonObject("body");
        assertEquals(List.of("fileId", "known", "events"), List.copyOf(answer.fieldNames()));
        assertEquals(told.subList(1, told.size()), frames(answer.getJsonArray("events")));

        long started = told.get(1).getJsonObject("data").getLong("seq");
        JsonObject rest = client.story(
                        new JsonObject().put("fileId", finished.value()).put("after", started))
                .getJsonObject("body");
        assertEquals(told.subList(2, told.size()), frames(rest.getJsonArray("events")));
    }

    @Test
    void whoeverRegistersAgainWithWhereItWasIsToldTheRest() {
        client.register(finished, "2000000");
        Await.until("the end", () -> events(client.told(finished)).contains("processing:completed"));
        assertEquals(
                List.of("subscribed", "processing:progress", "processing:completed"), events(client.told(finished)));
    }

    @Test
    void aFileThatDoesNotExistIsAnsweredSo() {
        assertEquals(
                new JsonObject().put("fileId", "no-such").put("known", false).put("events", new JsonArray()),
                client.story(new JsonObject().put("fileId", "no-such")).getJsonObject("body"));
        client.say("register", "processing." + UNKNOWN);
        assertEquals(
                new JsonObject()
                        .put("event", "subscribed")
                        .put(
                                "data",
                                new JsonObject().put("fileId", UNKNOWN.value()).put("known", false)),
                client.await("processing." + UNKNOWN).getJsonObject("body"));
    }

    @Test
    void aBadRequestForAStoryFailsAtItsOwnAddress() {
        for (Object body : List.of(
                5,
                "text",
                new JsonArray(),
                new JsonObject(),
                new JsonObject().put("fileId", 7),
                new JsonObject().put("fileId", finished.value()).put("after", "x"),
                new JsonObject().put("fileId", finished.value()).put("after", -1))) {
            JsonObject answer = client.story(body);
            assertEquals("err", answer.getString("type"), body.toString());
            assertEquals("RECIPIENT_FAILURE", answer.getString("failureType"));
            assertEquals(400, answer.getInteger("failureCode"));
        }
    }

    @Test
    void aRegistrationThatIsRefusedIsToldToItsHandler() {
        FileId third = FileId.random();
        client.say("register", "processing." + UNKNOWN);
        client.say("register", "processing." + UNKNOWN);
        client.say("register", "processing." + FileId.random());
        client.say("register", "processing." + third);
        JsonObject refusal = client.await("processing." + third);
        assertEquals("err", refusal.getString("type"));
        assertEquals("one connection may watch 2 files", refusal.getString("message"));
        assertEquals(
                List.of("address_already_registered"),
                client.heard().stream()
                        .filter(each -> !each.containsKey("address"))
                        .map(each -> each.getString("body"))
                        .toList());
        client.say("unregister", "processing." + UNKNOWN);
        client.say("register", "processing." + third);
        Await.until("it is taken now", () -> client.at("processing." + third).size() == 2);
        assertEquals("rec", client.at("processing." + third).get(1).getString("type"));
    }

    @Test
    void whoeverIsSilentIsTakenForGoneAndWhoeverSaysThatItIsThereStays(@TempDir Path data) {
        String ping = Integer.toString(PING_MS);
        Map<String, String> settings =
                Map.of("REELBUS_PUSH_PING_INTERVAL_MS", ping, "REELBUS_PUSH_PING_TIMEOUT_MS", ping);
        try (TestNode impatient = TestNode.start(data, settings);
                BusClient silent = new BusClient(VERTX, impatient.port());
                BusClient alive = new BusClient(VERTX, impatient.port())) {
            silent.say("register", "processing." + UNKNOWN);
            Await.until("the silent one is closed", () -> {
                alive.say("{\"type\":\"ping\"}");
                return silent.isClosed();
            });
            assertFalse(alive.isClosed());
            assertEquals(List.of(), alive.heard());
        }
    }

    /** Each of its texts is answered; what it does not read would fill the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/1/abc/websocket", "/sockjs/1/abc/websocket"})
    void whoeverAsksWithoutReadingTheAnswersIsCutOff(String path) throws Exception {
        byte[] frame = maskedText("[" + "\"x\",".repeat(2_000) + "\"x\"]");
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8192);
            socket.connect(new InetSocketAddress("127.0.0.1", node.port()));
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertEquals('H', in.read());
            Await.until("it is there", () -> sockets() == 2);
            Await.within("it is cut off", 60_000, () -> !writes(out, frame));
            Await.until("it is forgotten", () -> sockets() <= 1);
        }
    }

    private static boolean writes(OutputStream out, byte[] frame) throws IOException {
        try {
            out.write(frame);
            return true;
        } catch (SocketException cut) {
            return false;
        }
    }

    /** A frame with a mask of zeros. */
    private static byte[] maskedText(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[8 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 8, payload.length);
        return frame;
    }
}
