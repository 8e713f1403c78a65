package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSessionTest {
    private static final SocketIoOptions OPTIONS = new SocketIoOptions(
            "/socket.io/",
            Duration.ofSeconds(25),
            Duration.ofSeconds(20),
            100,
            Duration.ofSeconds(45),
            Duration.ofSeconds(10),
            200,
            10);

    private final ManualOwner owner = new ManualOwner();
    private final Recorded.AListener listener = new Recorded.AListener();
    private final AtomicInteger closed = new AtomicInteger();
    private final EngineSession session =
            new EngineSession("the-sid", OPTIONS, owner, link -> listener, closed::incrementAndGet);
    private final Recorded.AWire wire = new Recorded.AWire();

    @AfterEach
    void aClosedSessionLeavesNothing() {
        if (closed.get() > 0) {
            assertEquals(1, closed.get());
            assertEquals(1, listener.reasons.size());
            owner.runLater();
            assertEquals(0, owner.timers(), "a timer is left");
            assertEquals(1, listener.reasons.size());
        }
    }

    private void polling() {
        session.openPolling(new Recorded.APoll());
    }

    private void webSocket() {
        session.openWebSocket(wire);
        wire.sent.clear();
    }

    private Recorded.APoll poll() {
        var poll = new Recorded.APoll();
        session.poll(poll);
        return poll;
    }

    private void message(String text) {
        session.send(Outbound.text(EnginePacketType.MESSAGE, text));
    }

    private Recorded.APoll probed() {
        polling();
        session.probe(wire);
        session.text(wire, "2probe");
        return poll();
    }

    // Handshake

    @Test
    void theHandshakeOfAPollingClientOffersTheUpgrade() {
        var handshake = new Recorded.APoll();
        session.openPolling(handshake);
        assertEquals(1, handshake.answers.size());
        assertEquals('0', handshake.answers.get(0).charAt(0));
        assertEquals(
                "{\"sid\":\"the-sid\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":100}",
                handshake.answers.get(0).substring(1));
    }

    @Test
    void theHandshakeOfAWebSocketOffersNone() {
        session.openWebSocket(wire);
        var open = new JsonObject(((String) wire.sent.get(0)).substring(1));
        assertTrue(open.getJsonArray("upgrades").isEmpty());
    }

    // Polling

    @Test
    void aPollWaitsForTheFirstMessage() {
        polling();
        Recorded.APoll poll = poll();
        assertEquals(List.of(), poll.answers);
        message("a");
        assertEquals(List.of("4a"), poll.answers);
    }

    @Test
    void whatQueuedUpGoesIntoOnePoll() {
        polling();
        message("a");
        session.send(Outbound.binary(Buffer.buffer(new byte[] {1, 2, 3, 4})));
        message("b");
        assertEquals(List.of("4a\u001ebAQIDBA==\u001e4b"), poll().answers);
    }

    @Test
    void onePollTakesNoMoreThanFits() {
        polling();
        message("x".repeat(59));
        message("y".repeat(38));
        message("z");
        assertEquals(List.of("4" + "x".repeat(59) + "\u001e4" + "y".repeat(38)), poll().answers);
        assertEquals(List.of("4z"), poll().answers);
    }

    @Test
    void aMessageLargerThanAPayloadStillGoesAlone() {
        polling();
        message("x".repeat(150));
        message("y");
        assertEquals(List.of("4" + "x".repeat(150)), poll().answers);
        assertEquals(List.of("4y"), poll().answers);
    }

    @Test
    void payloadsAreMeasuredInBytes() {
        polling();
        message("€".repeat(30));
        message("€".repeat(3));
        assertEquals(List.of("4" + "€".repeat(30)), poll().answers);
    }

    @Test
    void aPostBringsItsPacketsInOrder() {
        polling();
        assertNull(session.post("4a\u001ebAQ==\u001e4b"));
        assertEquals(List.of("a", Buffer.buffer(new byte[] {1}), "b"), listener.messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "4a\u001e", "4a\u001ex", "b!"})
    void aMalformedPostEndsTheSession(String body) {
        polling();
        assertEquals(EngineError.BAD_REQUEST, session.post(body));
        assertEquals(List.of("parse error"), listener.reasons);
        assertEquals(List.of("UNKNOWN_SID"), poll().answers);
    }

    @Test
    void nothingIsReadBehindTheEndOfTheSession() {
        polling();
        assertNull(session.post("4a\u001e1\u001e4b"));
        assertEquals(List.of("a"), listener.messages);
    }

    @Test
    void aSecondParallelPollClosesTheSession() {
        polling();
        Recorded.APoll first = poll();
        Recorded.APoll second = poll();
        assertEquals(List.of("1"), first.answers);
        assertEquals(List.of("BAD_REQUEST"), second.answers);
        assertEquals(List.of("transport error"), listener.reasons);
    }

    @Test
    void anAbortedPollClosesTheSession() {
        polling();
        session.pollAborted(poll());
        assertEquals(List.of("transport error"), listener.reasons);
    }

    @Test
    void aPollThatWasAnsweredCanNoLongerAbort() {
        polling();
        Recorded.APoll poll = poll();
        message("a");
        session.pollAborted(poll);
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void aClientThatClosesGetsANoopIntoItsPoll() {
        polling();
        Recorded.APoll poll = poll();
        assertNull(session.post("1"));
        assertEquals(List.of("6"), poll.answers);
        assertEquals(List.of("transport close"), listener.reasons);
        assertEquals(List.of("UNKNOWN_SID"), poll().answers);
        assertEquals(EngineError.UNKNOWN_SID, session.post("4a"));
    }

    @Test
    void aClosedSessionTellsItsPoll() {
        polling();
        Recorded.APoll poll = poll();
        session.close("server shutting down");
        assertEquals(List.of("1"), poll.answers);
    }

    // Heartbeat

    @Test
    void aClientThatAnswersEveryPingStays() {
        webSocket();
        for (int i = 0; i < 5; i++) {
            owner.pass(Duration.ofSeconds(25));
            assertEquals(i + 1, wire.sent.size());
            assertEquals("2", wire.sent.get(i));
            owner.pass(Duration.ofSeconds(19));
            session.text(wire, "3");
        }
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void aMissedPongClosesTheSession() {
        webSocket();
        owner.pass(Duration.ofSeconds(44));
        assertEquals(List.of(), listener.reasons);
        owner.pass(Duration.ofSeconds(1));
        assertEquals(List.of("ping timeout"), listener.reasons);
        assertEquals(List.of("1001 ping timeout"), wire.closed);
    }

    @Test
    void aClientThatNeverPollsTimesOutToo() {
        polling();
        owner.pass(Duration.ofSeconds(45));
        assertEquals(List.of("ping timeout"), listener.reasons);
    }

    @Test
    void aPollingClientIsPingedByItsPollAndAnswersByPost() {
        polling();
        for (int i = 0; i < 3; i++) {
            Recorded.APoll poll = poll();
            owner.pass(Duration.ofSeconds(25));
            assertEquals(List.of("2"), poll.answers);
            owner.pass(Duration.ofSeconds(19));
            assertNull(session.post("3"));
        }
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void aPollingClientThatAnswersNoPingIsToldThatItsSessionClosed() {
        polling();
        assertEquals(List.of(), poll().answers);
        owner.pass(Duration.ofSeconds(25));
        Recorded.APoll next = poll();
        owner.pass(Duration.ofSeconds(20));
        assertEquals(List.of("1"), next.answers);
        assertEquals(List.of("ping timeout"), listener.reasons);
    }

    @Test
    void unaskedPongsDoNotPutOffThePing() {
        webSocket();
        for (int i = 0; i < 25; i++) {
            session.text(wire, "3");
            owner.pass(Duration.ofSeconds(1));
        }
        assertEquals(List.of("2"), wire.sent);
    }

    @Test
    void aPongThatComesAfterTheEndStartsNothing() {
        webSocket();
        owner.pass(Duration.ofSeconds(25));
        session.close("forced close");
        session.text(wire, "3");
        session.text(wire, "4late");
        assertEquals(0, owner.timers());
        assertEquals(List.of(), listener.messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0{}", "5", "6"})
    void packetsThatMeanNothingFromAClientAreIgnored(String packet) {
        webSocket();
        session.text(wire, packet);
        session.text(wire, "4a");
        assertEquals(List.of("a"), listener.messages);
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void aPingOfAClientIsAFault() {
        webSocket();
        session.text(wire, "2");
        assertEquals(List.of("transport error"), listener.reasons);
    }

    // WebSocket

    @Test
    void aWebSocketCarriesTextAndBytesBothWays() {
        webSocket();
        Buffer bytes = Buffer.buffer("bytes");
        session.text(wire, "4a");
        session.binary(wire, bytes);
        message("b");
        session.send(Outbound.binary(bytes));
        assertEquals(List.of("a", bytes), listener.messages);
        assertEquals(List.of("4b", bytes), wire.sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "7", "b1"})
    void aMalformedFrameEndsTheSession(String frame) {
        webSocket();
        session.text(wire, frame);
        assertEquals(List.of("parse error"), listener.reasons);
        assertEquals(List.of("1002 parse error"), wire.closed);
    }

    @Test
    void messagesLargerThanAllowedEndTheSession() {
        webSocket();
        session.text(wire, "4" + "x".repeat(99));
        assertEquals(List.of(), listener.reasons);
        session.text(wire, "4" + "x".repeat(98) + "ä");
        assertEquals(List.of("message too big"), listener.reasons);
    }

    @Test
    void bytesBeyondTheLimitEndTheSession() {
        webSocket();
        session.binary(wire, Buffer.buffer(new byte[100]));
        assertEquals(List.of(), listener.reasons);
        session.binary(wire, Buffer.buffer(new byte[101]));
        assertEquals(List.of("message too big"), listener.reasons);
    }

    @Test
    void aWebSocketSessionCannotBePolled() {
        webSocket();
        assertEquals(List.of("BAD_REQUEST"), poll().answers);
        assertEquals(EngineError.BAD_REQUEST, session.post("4a"));
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void aClosedWebSocketEndsTheSession() {
        webSocket();
        session.wireClosed(wire, "transport close");
        session.wireClosed(wire, "transport close");
        assertEquals(List.of("transport close"), listener.reasons);
    }

    @Test
    void aClientThatClosesByPacketIsClosed() {
        webSocket();
        session.text(wire, "1");
        assertEquals(List.of("1000 transport close"), wire.closed);
    }

    @Test
    void nothingIsTakenFromAWireThatIsNotTheSessions() {
        webSocket();
        var stranger = new Recorded.AWire();
        session.text(stranger, "4a");
        session.binary(stranger, Buffer.buffer("a"));
        session.wireClosed(stranger, "transport close");
        assertEquals(List.of(), listener.messages);
        assertEquals(List.of(), listener.reasons);
    }

    // Upgrade

    @Test
    void aProbeIsAnsweredAndReleasesThePendingPoll() {
        polling();
        Recorded.APoll pending = poll();
        session.probe(wire);
        session.text(wire, "2probe");
        assertEquals(List.of("3probe"), wire.sent);
        assertEquals(List.of("6"), pending.answers);
    }

    @Test
    void aClientMayProbeTwiceBeforeItMoves() {
        assertEquals(List.of("6"), probed().answers);
        session.text(wire, "2probe");
        session.text(wire, "5");
        message("a");
        assertEquals(List.of("3probe", "3probe", "4a"), wire.sent);
    }

    @Test
    void whatAClientPostsWhileItProbesIsTaken() {
        assertEquals(List.of("6"), probed().answers);
        assertNull(session.post("4a\u001ebAQ=="));
        session.text(wire, "5");
        session.text(wire, "4b");
        assertEquals(List.of("a", Buffer.buffer(new byte[] {1}), "b"), listener.messages);
    }

    @Test
    void bytesThatWaitedMoveWithTheClient() {
        assertEquals(List.of("6"), probed().answers);
        Buffer bytes = Buffer.buffer("bytes");
        session.send(Outbound.binary(bytes));
        message("a");
        session.text(wire, "5");
        assertEquals(List.of("3probe", bytes, "4a"), wire.sent);
    }

    @Test
    void aPollThatArrivesWhileProbingIsReleasedToo() {
        assertEquals(List.of("6"), probed().answers);
    }

    @Test
    void aPollThatArrivesWhileProbingTakesWhatWaitsFirst() {
        polling();
        session.probe(wire);
        session.text(wire, "2probe");
        message("a");
        assertEquals(List.of("4a"), poll().answers);
    }

    @Test
    void nothingIsLostOrReorderedInAnUpgrade() {
        assertEquals(List.of("6"), probed().answers);
        message("a");
        message("b");
        assertEquals(List.of("3probe"), wire.sent);
        session.text(wire, "5");
        message("c");
        assertEquals(List.of("3probe", "4a", "4b", "4c"), wire.sent);
        session.text(wire, "4d");
        assertEquals(List.of("d"), listener.messages);
    }

    @Test
    void aPollThatIsPendingWhenTheUpgradeCompletesIsReleased() {
        polling();
        session.probe(wire);
        session.text(wire, "2probe");
        message("a");
        Recorded.APoll first = poll();
        Recorded.APoll second = poll();
        session.text(wire, "5");
        assertEquals(List.of("4a"), first.answers);
        assertEquals(List.of("6"), second.answers);
        assertEquals(List.of("BAD_REQUEST"), poll().answers);
    }

    @Test
    void aSecondWebSocketIsClosed() {
        assertEquals(1, probed().answers.size());
        var second = new Recorded.AWire();
        session.probe(second);
        assertEquals(1, second.closed.size());
        session.text(wire, "5");
        var third = new Recorded.AWire();
        session.probe(third);
        assertEquals(1, third.closed.size());
        assertEquals(List.of(), wire.closed);
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void anUpgradeThatTakesTooLongClosesTheProbeAlone() {
        polling();
        session.probe(wire);
        owner.pass(Duration.ofSeconds(10));
        assertEquals(1, wire.closed.size());
        assertEquals(List.of(), listener.reasons);
        session.text(wire, "2probe");
        assertEquals(List.of(), wire.sent);
        message("a");
        assertEquals(List.of("4a"), poll().answers);
        var again = new Recorded.AWire();
        session.probe(again);
        session.text(again, "2probe");
        assertEquals(List.of("3probe"), again.sent);
    }

    @Test
    void aWebSocketThatDiesWhileProbingLeavesThePollingSession() {
        assertEquals(List.of("6"), probed().answers);
        session.wireClosed(wire, "transport close");
        assertEquals(List.of(), listener.reasons);
        message("a");
        assertEquals(List.of("4a"), poll().answers);
        assertEquals(List.of(), poll().answers, "polls wait again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "4hello", "2", "abc", ""})
    void whatIsNoProbeClosesTheProbeAlone(String frame) {
        polling();
        session.probe(wire);
        session.text(wire, frame);
        assertEquals(1, wire.closed.size());
        assertEquals(List.of(), listener.reasons);
        assertEquals(List.of(), listener.messages);
    }

    @Test
    void bytesOnAProbeCloseTheProbeAlone() {
        polling();
        session.probe(wire);
        session.binary(wire, Buffer.buffer("x"));
        assertEquals(1, wire.closed.size());
        assertEquals(List.of(), listener.reasons);
    }

    @Test
    void aSessionThatClosesWhileProbingClosesBoth() {
        assertEquals(List.of("6"), probed().answers);
        Recorded.APoll pending = poll();
        session.close("forced close");
        assertEquals(1, wire.closed.size());
        assertEquals(List.of("6"), pending.answers, "released by the probe before");
        assertEquals(List.of("forced close"), listener.reasons);
    }

    @Test
    void aCompletedUpgradeKeepsNoTimerOfItsOwn() {
        assertEquals(1, probed().answers.size());
        session.text(wire, "5");
        owner.pass(Duration.ofSeconds(11));
        assertEquals(List.of(), wire.closed);
    }

    // Back-pressure and limits

    @Test
    void aFullWireIsWaitedForInOrder() {
        webSocket();
        assertFalse(session.isFull());
        wire.full = true;
        assertTrue(session.isFull());
        message("a");
        message("b");
        assertEquals(List.of(), wire.sent);
        wire.full = false;
        session.wireDrained(wire);
        assertEquals(List.of("4a", "4b"), wire.sent);
        assertFalse(session.isFull());
        assertEquals(1, listener.drains);
    }

    @Test
    void aPollingSessionIsNotFullForOneMessageBetweenTwoPolls() {
        polling();
        message("a");
        assertFalse(session.isFull());
        assertEquals(List.of("4a"), poll().answers);
        assertEquals(0, listener.drains);
    }

    @Test
    void aPollingSessionIsFullWhileMuchWaits() {
        polling();
        message("a");
        message("much");
        assertTrue(session.isFull());
        assertEquals(1, poll().answers.size());
        assertFalse(session.isFull());
        assertEquals(1, listener.drains);
    }

    @Test
    void nobodyIsCalledWhoWasNotToldToWait() {
        polling();
        message("a");
        assertEquals(1, poll().answers.size());
        assertEquals(0, listener.drains);
    }

    @Test
    void aQueueThatOverflowsEndsTheSessionButNotWithinTheSend() {
        polling();
        message("x".repeat(150));
        message("y".repeat(60));
        assertEquals(List.of(), listener.reasons);
        message("z");
        owner.runLater();
        assertEquals(List.of("reads too slowly"), listener.reasons);
    }

    @Test
    void nothingGoesOutBehindALostPacket() {
        webSocket();
        wire.full = true;
        message("x".repeat(150));
        message("y".repeat(60));
        wire.full = false;
        message("z");
        owner.runLater();
        assertEquals(List.of(), wire.sent);
        assertEquals(List.of("1001 reads too slowly"), wire.closed);
    }

    // Closing after all was sent

    @Test
    void aGracefulCloseOfAPollingSessionWaitsForThePoll() {
        polling();
        message("a");
        session.closeAfterFlush("forced close");
        message("late");
        assertEquals(List.of(), listener.reasons);
        assertNull(session.post("4ignored"));
        assertEquals(List.of("4a\u001e1"), poll().answers);
        assertEquals(List.of("forced close"), listener.reasons);
        assertEquals(List.of(), listener.messages);
    }

    @Test
    void aGracefulCloseOfAWebSocketWaitsForItsQueue() {
        webSocket();
        wire.full = true;
        message("a");
        session.closeAfterFlush("forced close");
        assertEquals(List.of(), wire.closed);
        wire.full = false;
        session.wireDrained(wire);
        assertEquals(List.of("4a"), wire.sent);
        assertEquals(List.of("1001 forced close"), wire.closed);
    }

    @Test
    void aGracefulCloseDoesNotWaitForEver() {
        polling();
        message("a");
        session.closeAfterFlush("forced close");
        owner.pass(Duration.ofSeconds(45));
        assertEquals(List.of("ping timeout"), listener.reasons);
    }
}
