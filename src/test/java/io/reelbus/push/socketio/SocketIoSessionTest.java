package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketIoSessionTest {
    private final ManualOwner owner = new ManualOwner();
    private final Recorded.ALink link = new Recorded.ALink();
    private final Map<String, Namespace> namespaces = new HashMap<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final SocketIoSession session;

    SocketIoSessionTest() {
        namespaces.put("/", Namespace.of(this::onConnect));
        namespaces.put("/files", Namespace.of(this::onConnect));
        session = new SocketIoSession(owner, SocketIoOptions.defaults(), namespaces, () -> {}, link);
    }

    private void onConnect(Socket socket) {
        sockets.add(socket);
        socket.onDisconnect(reason -> seen.add(socket.namespace() + " " + reason));
        socket.on("e", (args, ack) -> seen.add("e" + args.encode() + ack.isRequested()));
    }

    private Socket connect(String namespace) {
        session.onText(namespace.equals("/") ? "0" : "0" + namespace + ",");
        link.sent.clear();
        return sockets.get(sockets.size() - 1);
    }

    // Connect

    @Test
    void aConnectIsAnsweredWithASidOfItsOwn() {
        session.onText("0");
        session.onText("0/files,");
        assertEquals("40{\"sid\":\"" + sockets.get(0).sid() + "\"}", link.sent.get(0));
        assertEquals("40/files,{\"sid\":\"" + sockets.get(1).sid() + "\"}", link.sent.get(1));
        assertNotEquals(sockets.get(0).sid(), sockets.get(1).sid());
    }

    @Test
    void theAnswerGoesOutBeforeWhatTheHandlerEmits() {
        namespaces.put("/hello", Namespace.of(socket -> socket.emit("hello", socket.auth())));
        session.onText("0/hello,{\"token\":\"t\"}");
        assertEquals(2, link.sent.size());
        assertTrue(((String) link.sent.get(0)).startsWith("40/hello,{\"sid\":"));
        assertEquals("42/hello,[\"hello\",{\"token\":\"t\"}]", link.sent.get(1));
    }

    @Test
    void whoPresentsNothingHasAnEmptyAuth() {
        assertEquals(new JsonObject(), connect("/").auth());
    }

    @Test
    void anUnknownNamespaceIsRefusedAndTheConnectionStays() {
        session.onText("0/random,");
        assertEquals(List.of("44/random,{\"message\":\"Invalid namespace\"}"), link.sent);
        assertEquals(List.of(), link.closed);
        connect("/files");
        assertEquals(1, sockets.size());
    }

    @Test
    void aNamespaceWithAQueryIsAnotherOne() {
        session.onText("0/files?token=1,{\"a\":1}");
        assertEquals(List.of("44/files?token=1,{\"message\":\"Invalid namespace\"}"), link.sent);
        assertEquals(List.of(), sockets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0[]", "0\"x\"", "07{}", "0/files,1", "0/files,null", "1/files,[]", "17"})
    void aMalformedConnectOrDisconnectClosesTheConnection(String text) {
        session.onText(text);
        assertEquals(List.of("parse error"), link.closed);
        assertEquals(List.of(), sockets);
    }

    @Test
    void leavingANamespaceThatItIsNotInChangesNothing() {
        connect("/");
        session.onText("1/files,");
        session.onText("1/nowhere,");
        session.onText("2[\"e\"]");
        assertEquals(List.of("e[]false"), seen);
        assertEquals(List.of(), link.closed);
    }

    @Test
    void whoJoinsNoNamespaceInTimeIsClosed() {
        session.onText("0/random,");
        owner.pass(Duration.ofSeconds(44));
        assertEquals(List.of(), link.closed);
        owner.pass(Duration.ofSeconds(1));
        assertEquals(List.of("forced close"), link.closed);
    }

    @Test
    void whoJoinedOneMayStay() {
        connect("/files");
        owner.pass(Duration.ofHours(1));
        assertEquals(List.of(), link.closed);
    }

    @Test
    void joiningTwiceIsAFault() {
        connect("/");
        session.onText("0");
        assertEquals(List.of("parse error"), link.closed);
        assertEquals(1, sockets.size());
    }

    // Disconnect

    @Test
    void aClientLeavesOneNamespaceAndKeepsTheOther() {
        connect("/");
        Socket files = connect("/files");
        session.onText("1/files,");
        assertEquals(List.of("/files client namespace disconnect"), seen);
        assertFalse(files.isConnected());
        session.onText("2[\"e\",1]");
        assertEquals("e[1]false", seen.get(1));
        assertEquals(List.of(), link.closed);
    }

    @Test
    void aClientMayComeBackToANamespace() {
        Socket first = connect("/files");
        session.onText("1/files,");
        Socket second = connect("/files");
        assertNotEquals(first.sid(), second.sid());
        first.disconnect(false);
        assertTrue(second.isConnected(), "the old socket is not the new one");
    }

    @Test
    void aServerSendsAClientAway() {
        Socket socket = connect("/files");
        socket.disconnect(false);
        socket.disconnect(false);
        socket.emit("late");
        assertEquals(List.of("41/files,"), link.sent);
        assertEquals(List.of("/files server namespace disconnect"), seen);
        assertEquals(List.of(), link.flushed);
    }

    @Test
    void aServerSendsAClientAwayFromEverywhere() {
        connect("/");
        connect("/files").disconnect(true);
        assertEquals(List.of("41", "41/files,"), link.sent);
        assertEquals(List.of("/ server namespace disconnect", "/files server namespace disconnect"), seen);
        assertEquals(1, link.flushed.size());
    }

    @Test
    void closingSendsNoDisconnectPacket() {
        connect("/").close("server shutting down");
        assertEquals(List.of(), link.sent);
        assertEquals(List.of("server shutting down"), link.closed);
    }

    @Test
    void everySocketLearnsOnceWhyTheSessionWent() {
        connect("/");
        connect("/files");
        session.onClose("ping timeout");
        session.onClose("ping timeout");
        assertEquals(List.of("/ ping timeout", "/files ping timeout"), seen);
        assertEquals(0, owner.timers());
    }

    @Test
    void whoAsksTooLateStillLearnsWhyItWent() {
        Socket socket = connect("/");
        session.onClose("transport close");
        seen.clear();
        socket.onDisconnect(seen::add);
        owner.runLater();
        assertEquals(List.of("transport close"), seen);
    }

    @Test
    void aSessionThatClosesWithoutSocketsLeavesNoTimer() {
        session.onClose("transport close");
        assertEquals(0, owner.timers());
    }

    // Events

    @Test
    void eventsGoToTheHandlerOfTheirName() {
        Socket socket = connect("/");
        socket.onAny((event, args, ack) -> seen.add("any " + event));
        socket.onUnknownEvent((event, args, ack) -> seen.add("unknown " + event + args.encode()));
        session.onText("2[\"e\",1,null,{\"a\":[]}]");
        session.onText("2[7,\"x\"]");
        assertEquals(List.of("any e", "e[1,null,{\"a\":[]}]false", "any 7", "unknown 7[\"x\"]"), seen);
    }

    @Test
    void anEventThatNobodyKnowsIsIgnored() {
        connect("/");
        session.onText("2[\"nobody\",1]");
        assertEquals(List.of(), link.closed);
    }

    @Test
    void emittedArgumentsKeepTheirKinds() {
        connect("/files").emit("all", "s", 1, 2.5, true, null, new JsonObject().put("k", "v"), new JsonArray().add(1));
        assertEquals(List.of("42/files,[\"all\",\"s\",1,2.5,true,null,{\"k\":\"v\"},[1]]"), link.sent);
    }

    @Test
    void buffersAreSentBehindTheirEvent() {
        Buffer bytes = Buffer.buffer("b");
        connect("/").emit("bin", bytes, 1);
        assertEquals(List.of("451-[\"bin\",{\"_placeholder\":true,\"num\":0},1]", bytes), link.sent);
    }

    @Test
    void buffersAreReceived() {
        Buffer bytes = Buffer.buffer("b");
        List<Buffer> received = new ArrayList<>();
        connect("/").on("bin", (args, ack) -> received.add(args.getBuffer(0)));
        session.onText("51-[\"bin\",{\"_placeholder\":true,\"num\":0}]");
        session.onBinary(bytes);
        assertEquals(List.of(bytes), received);
    }

    @Test
    void aFrameIsSentAsItWasEncoded() {
        Socket socket = connect("/files");
        socket.emitEncoded(Frame.event("/files", "p", "{\"n\":1}"));
        assertEquals(List.of("42/files,[\"p\",{\"n\":1}]"), link.sent);
    }

    @Test
    void aFrameOfAnotherNamespaceIsAMistake() {
        Socket socket = connect("/");
        assertThrows(IllegalArgumentException.class, () -> socket.emitEncoded(Frame.event("/files", "p", "{}")));
    }

    @Test
    void aReservedNameCannotBeEmitted() {
        Socket socket = connect("/");
        assertThrows(IllegalArgumentException.class, () -> socket.emit("connect"));
    }

    // Acks

    @Test
    void anAckAnswersItsEventOnce() {
        connect("/files").on("ask", (args, ack) -> {
            ack.send("a", 1);
            ack.send("again");
        });
        session.onText("2/files,456[\"ask\"]");
        session.onText("2/files,[\"ask\"]");
        assertEquals(List.of("43/files,456[\"a\",1]"), link.sent);
    }

    @Test
    void anAckMayCarryBytes() {
        Buffer bytes = Buffer.buffer("b");
        connect("/").on("ask", (args, ack) -> ack.send(bytes));
        session.onText("2789[\"ask\"]");
        assertEquals(List.of("461-789[{\"_placeholder\":true,\"num\":0}]", bytes), link.sent);
    }

    @Test
    void aClientsAckCompletesItsEvent() {
        Socket socket = connect("/files");
        Future<JsonArray> first = socket.emitWithAck(Duration.ofSeconds(5), "ask", 1);
        Future<JsonArray> second = socket.emitWithAck(Duration.ofSeconds(5), "ask", 2);
        assertEquals(List.of("42/files,0[\"ask\",1]", "42/files,1[\"ask\",2]"), link.sent);
        session.onText("3/files,1[\"two\"]");
        assertFalse(first.isComplete());
        assertEquals(new JsonArray().add("two"), second.result());
        session.onText("61-/files,0[{\"_placeholder\":true,\"num\":0}]");
        session.onBinary(Buffer.buffer("one"));
        assertEquals(Buffer.buffer("one"), first.result().getBuffer(0));
        assertEquals(0, owner.timers());
    }

    @Test
    void anAckThatDoesNotComeFailsInTime() {
        Future<JsonArray> answer = connect("/").emitWithAck(Duration.ofSeconds(5), "ask");
        owner.pass(Duration.ofSeconds(5));
        assertInstanceOf(TimeoutException.class, answer.cause());
        session.onText("30[]");
        assertEquals(List.of(), link.closed, "a late ack is no fault");
    }

    @Test
    void anAckFailsWhenItsSocketGoes() {
        Socket socket = connect("/");
        Future<JsonArray> answer = socket.emitWithAck(Duration.ofSeconds(5), "ask");
        session.onClose("transport close");
        assertInstanceOf(CancellationException.class, answer.cause());
        assertEquals("transport close", answer.cause().getMessage());
        assertEquals(0, owner.timers());
        assertInstanceOf(
                CancellationException.class,
                socket.emitWithAck(Duration.ofSeconds(5), "ask").cause());
        assertEquals(0, owner.timers());
    }

    // Faults

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "",
                "2{}",
                "2[]",
                "2abc[\"e\"]",
                "2[\"disconnect\"]",
                "2/files,[\"e\"]",
                "3/files,0[]",
                "4{\"message\":\"x\"}",
                "511-[\"e\"]"
            })
    void aMalformedPacketClosesTheConnection(String text) {
        connect("/");
        session.onText(text);
        assertEquals(List.of("parse error"), link.closed);
        assertEquals(List.of(), seen);
    }

    @Test
    void anEventBeforeConnectClosesTheConnection() {
        session.onText("2[\"e\"]");
        assertEquals(List.of("parse error"), link.closed);
    }

    @Test
    void aTextWhereAnAttachmentIsDueClosesTheConnection() {
        connect("/");
        session.onText("51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
        session.onText("2[\"e\"]");
        assertEquals(List.of("parse error"), link.closed);
        assertEquals(List.of(), seen);
    }

    @Test
    void anAckOfOneNamespaceDoesNotAnswerAnother() {
        Future<JsonArray> main = connect("/").emitWithAck(Duration.ofSeconds(5), "ask");
        Future<JsonArray> files = connect("/files").emitWithAck(Duration.ofSeconds(5), "ask");
        session.onText("3/files,0[\"files\"]");
        assertFalse(main.isComplete());
        assertEquals(new JsonArray().add("files"), files.result());
        session.onText("30[\"main\"]");
        assertEquals(new JsonArray().add("main"), main.result());
    }

    @Test
    void anAttachmentOfNothingClosesTheConnection() {
        connect("/");
        session.onBinary(Buffer.buffer("x"));
        assertEquals(List.of("parse error"), link.closed);
    }

    @Test
    void aHandlerThatThrowsClosesItsConnection() {
        Socket socket = connect("/");
        socket.on("boom", (args, ack) -> {
            throw new IllegalStateException("a handler's mistake");
        });
        session.onText("2[\"boom\"]");
        assertEquals(List.of("forced close"), link.closed);
        assertEquals(List.of(), link.sent, "no DISCONNECT: the client shall come back");
    }

    @Test
    void aDisconnectHandlerThatThrowsKeepsNobodyFromLearning() {
        Socket socket = connect("/");
        socket.onDisconnect(reason -> {
            throw new IllegalStateException("a handler's mistake");
        });
        socket.onDisconnect(reason -> seen.add("second"));
        connect("/files");
        session.onClose("transport close");
        assertEquals(List.of("/ transport close", "second", "/files transport close"), seen);
    }

    // Back-pressure

    @Test
    void aDrainIsToldOnceAndItsHandlerMayAskForTheNext() {
        Socket socket = connect("/");
        socket.onDrain(() -> seen.add("once"));
        socket.onDrain(() -> {
            seen.add("first");
            socket.onDrain(() -> seen.add("second"));
        });
        session.onDrain();
        session.onDrain();
        session.onDrain();
        assertEquals(List.of("once", "first", "second"), seen);
    }

    @Test
    void everySocketOfTheSessionIsCalledWhenThereIsRoom() {
        connect("/").onDrain(() -> seen.add("drained /"));
        Socket files = connect("/files");
        files.onDrain(() -> seen.add("drained /files"));
        link.full = true;
        assertTrue(files.writeQueueFull());
        session.onDrain();
        assertEquals(List.of("drained /", "drained /files"), seen);
    }
}
