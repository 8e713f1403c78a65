package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery, as the library sees it. */
class RecoveryTest {
    private static final String PID = "abcdefghijklmnopqrstuvwx";

    private final ManualOwner owner = new ManualOwner();
    private final List<Socket> fresh = new ArrayList<>();
    private final List<Socket> back = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final Promise<Boolean> decision = Promise.promise();
    private final Map<String, Namespace> namespaces = Map.of(
            "/", Namespace.of(this::onConnect), "/files", Namespace.recovering(this::onConnect, (socket, offset) -> {
                back.add(socket);
                listen(socket);
                seen.add("offset " + offset);
                return decision.future();
            }));
    private final Recorded.ALink link = new Recorded.ALink();
    private final SocketIoSession session = session(link);

    private SocketIoSession session(Recorded.ALink link) {
        return new SocketIoSession(owner, SocketIoOptions.defaults(), namespaces, () -> {}, link);
    }

    private void onConnect(Socket socket) {
        fresh.add(socket);
        listen(socket);
    }

    private void listen(Socket socket) {
        socket.on("e", (args, ack) -> seen.add("e"));
        socket.onDisconnect(reason -> seen.add("left: " + reason));
    }

    private static String connect(Object pid, Object offset) {
        return "0/files,"
                + new JsonObject().put("pid", pid).put("offset", offset).encode();
    }

    private static JsonObject answer(Object sent) {
        assertTrue(sent.toString().startsWith("40/files,{"), sent.toString());
        return new JsonObject(sent.toString().substring("40/files,".length()));
    }

    private static String pid(Object sent) {
        return answer(sent).getString("pid");
    }

    @Test
    void aNewClientIsGivenAPidOfItsOwn() {
        session.onText("0/files,");
        var other = new Recorded.ALink();
        session(other).onText("0/files,");
        assertEquals(List.of("sid", "pid"), List.copyOf(answer(link.sent.get(0)).fieldNames()));
        assertTrue(Pid.isOne(pid(link.sent.get(0))));
        assertNotEquals(pid(link.sent.get(0)), pid(other.sent.get(0)));
        assertNotEquals(answer(link.sent.get(0)).getString("sid"), pid(link.sent.get(0)));
    }

    @Test
    void whatItMissedGoesOutBeforeTheAnswerThatHasThePidItHad() {
        session.onText(connect(PID, "o"));
        assertEquals(List.of("offset o"), seen);
        assertEquals(List.of(), link.sent);
        back.get(0).emit("missed", 1, "p");
        decision.complete(true);
        back.get(0).emit("next", 2, "q");
        assertEquals("42/files,[\"missed\",1,\"p\"]", link.sent.get(0));
        assertEquals(PID, pid(link.sent.get(1)));
        assertEquals("42/files,[\"next\",2,\"q\"]", link.sent.get(2));
        assertEquals(List.of(), fresh);
    }

    @Test
    void whoIsTakenBackIsServedAsAnybody() {
        session.onText(connect(PID, "o"));
        decision.complete(true);
        session.onText("2/files,[\"e\"]");
        session.onText("1/files,");
        assertEquals(List.of("offset o", "e", "left: client namespace disconnect"), seen);
    }

    @Test
    void anOffsetThatIsNoneOfOursMakesANewClient() {
        decision.complete(false);
        session.onText(connect(PID, "o"));
        assertEquals(1, link.sent.size());
        assertNotEquals(PID, pid(link.sent.get(0)));
        assertEquals(List.of("offset o", "left: forced close"), seen);
        session.onText("2/files,[\"e\"]");
        assertEquals("e", seen.get(2));
        assertEquals(1, fresh.size());
        assertEquals(List.of(), link.closed);
    }

    @Test
    void aRecoveryThatFailsMakesANewClientToo() {
        decision.fail("out of order");
        session.onText(connect(PID, "o"));
        assertNotEquals(PID, pid(link.sent.get(0)));
        assertEquals(1, fresh.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"pid\":\"abcdefghijklmnopqrstuvwx\"}",
                "{\"offset\":\"o\"}",
                "{\"pid\":1,\"offset\":\"o\"}",
                "{\"pid\":\"abcdefghijklmnopqrstuvwx\",\"offset\":7}",
                "{\"pid\":\"abcdefghijklmnopqrstuvwx\",\"offset\":null}",
                "{\"pid\":\"\",\"offset\":\"o\"}",
                "{\"pid\":\"abcdefghijklmnopqrstuvwxy\",\"offset\":\"o\"}",
                "{\"pid\":\"abcdefghijklmnopqrstuvw\\n\",\"offset\":\"o\"}",
                "{\"pid\":{\"a\":[]},\"offset\":[]}"
            })
    void whoPresentsNoPidAndOffsetIsNew(String auth) {
        session.onText("0/files," + auth);
        assertEquals(List.of(), seen);
        assertEquals(1, fresh.size());
        assertNotEquals(PID, pid(link.sent.get(0)));
        assertEquals(List.of(), link.closed);
    }

    @Test
    void aNamespaceThatDoesNotRecoverGivesNoPidAndTakesNoneBack() {
        session.onText("0{\"pid\":\"" + PID + "\",\"offset\":\"o\"}");
        assertEquals("40{\"sid\":\"" + fresh.get(0).sid() + "\"}", link.sent.get(0));
    }

    @Test
    void whoSaidGoodbyeIsNewWhenItConnectsAgain() {
        session.onText("0/files,");
        String pid = pid(link.sent.get(0));
        session.onText("1/files,");
        var again = new Recorded.ALink();
        session(again).onText(connect(pid, "o"));
        assertNotEquals(pid, pid(again.sent.get(0)));
        assertEquals(List.of(), back);
    }

    @Test
    void whoWasSentAwayIsNewWhenItConnectsAgain() {
        session.onText("0/files,");
        fresh.get(0).disconnect(false);
        session.onText(connect(pid(link.sent.get(0)), "o"));
        assertEquals(2, fresh.size());
        assertEquals(List.of(), back);
    }

    @Test
    void whoWasCutMayComeBackAndAgain() {
        session.onText("0/files,");
        String pid = pid(link.sent.get(0));
        session.onClose("transport close");
        decision.complete(true);
        for (int i = 0; i < 3; i++) {
            var again = new Recorded.ALink();
            SocketIoSession next = session(again);
            next.onText(connect(pid, "o"));
            assertEquals(pid, pid(again.sent.get(0)));
            next.onClose("ping timeout");
        }
        assertEquals(0, owner.timers());
    }

    @Test
    void theGoodbyesThatAreRememberedAreBounded() {
        var ended = new EndedPids();
        for (int i = 0; i <= EndedPids.MOST; i++) {
            ended.add("pid" + i);
        }
        assertTrue(!ended.contains("pid0") && ended.contains("pid1") && ended.contains("pid" + EndedPids.MOST));
    }

    // In the middle of it

    @Test
    void otherNamespacesAreServedMeanwhile() {
        session.onText(connect(PID, "o"));
        session.onText("0");
        session.onText("2[\"e\"]");
        assertEquals(List.of("offset o", "e"), seen);
        decision.complete(true);
        assertEquals(PID, pid(link.sent.get(1)));
    }

    @Test
    void itsEventsBeforeTheAnswerAreAFault() {
        session.onText(connect(PID, "o"));
        session.onText("2/files,[\"e\"]");
        assertEquals(List.of("parse error"), link.closed);
        assertEquals(List.of("offset o"), seen);
    }

    @Test
    void joiningOnceMoreBeforeTheAnswerIsAFault() {
        session.onText(connect(PID, "o"));
        session.onText("0/files,");
        assertEquals(List.of("parse error"), link.closed);
    }

    @Test
    void whoLeavesMeanwhileIsSentNothing() {
        session.onText(connect(PID, "o"));
        session.onText("1/files,");
        assertEquals(List.of("offset o", "left: client namespace disconnect"), seen);
        decision.complete(true);
        back.get(0).emit("missed");
        assertEquals(List.of(), link.sent);
        assertEquals(1, owner.timers(), "its time to join a namespace runs on");
    }

    @Test
    void whoLeavesAndJoinsMeanwhileIsNewAndAnsweredOnce() {
        session.onText(connect(PID, "o"));
        session.onText("1/files,");
        session.onText(connect(PID, "o"));
        decision.complete(true);
        assertEquals(1, link.sent.size());
        assertNotEquals(PID, pid(link.sent.get(0)));
    }

    @Test
    void whoseConnectionIsCutMeanwhileLeavesNothing() {
        session.onText(connect(PID, "o"));
        session.onClose("transport close");
        assertEquals(List.of("offset o", "left: transport close"), seen);
        decision.complete(true);
        assertEquals(List.of(), link.sent);
        assertEquals(0, owner.timers());
    }

    @Test
    void aRecoveryThatTakesTooLongEndsWithTheTimeToJoin() {
        session.onText(connect(PID, "o"));
        owner.pass(Duration.ofSeconds(45));
        assertEquals(List.of("forced close"), link.closed);
    }

    @Test
    void whoIsTakenBackInTimeMayStay() {
        session.onText(connect(PID, "o"));
        owner.pass(Duration.ofSeconds(44));
        decision.complete(true);
        owner.pass(Duration.ofHours(1));
        assertEquals(List.of(), link.closed);
    }

    @Test
    void aRecoveryThatThrowsEndsTheConnection() {
        var mistaken = Namespace.recovering(socket -> {}, (socket, offset) -> {
            throw new IllegalStateException("a handler's mistake");
        });
        new SocketIoSession(owner, SocketIoOptions.defaults(), Map.of("/files", mistaken), () -> {}, link)
                .onText(connect(PID, "o"));
        assertEquals(List.of("forced close"), link.closed);
    }

    @Test
    void aFrameCarriesItsOffset() {
        session.onText("0/files,");
        Frame frame = Frame.event("/files", "p", "{\"n\":\"ä\"}").withOffset("1.a-Z_9");
        fresh.get(0).emitEncoded(frame);
        assertEquals("42/files,[\"p\",{\"n\":\"ä\"},\"1.a-Z_9\"]", link.sent.get(1));
        assertEquals(Utf8.length(link.sent.get(1).toString()), frame.bytes());
    }

    @Test
    void theDecisionMayBeKnownAtOnce() {
        var sure = Namespace.recovering(socket -> {}, (socket, offset) -> {
            socket.emit("missed", offset);
            return Future.succeededFuture(true);
        });
        new SocketIoSession(owner, SocketIoOptions.defaults(), Map.of("/files", sure), () -> {}, link)
                .onText(connect(PID, "o"));
        assertEquals("42/files,[\"missed\",\"o\"]", link.sent.get(0));
        assertEquals(PID, pid(link.sent.get(1)));
    }
}
