package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whatever a client does, on whatever transport and at whatever moment, its session answers or ends. It never throws, it
 * keeps no more than it may, and it leaves nothing behind.
 */
class SessionFuzzTest {
    private static final int SESSIONS = 50_000;
    private static final int LONG = 3;
    private static final int STEPS = 20;
    private static final int MAX_QUEUE = 2_000;
    private static final SocketIoOptions OPTIONS = new SocketIoOptions(
            "/socket.io/",
            Duration.ofSeconds(25),
            Duration.ofSeconds(20),
            400,
            Duration.ofSeconds(45),
            Duration.ofSeconds(10),
            MAX_QUEUE,
            3);

    private final Logger log = (Logger) LoggerFactory.getLogger(SessionFuzzTest.class.getPackageName());
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    /** A broken packet is worth a line at debug, but not a million. */
    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void nothingWasLogged() {
        log.detachAppender(logged);
        log.setLevel(null);
        assertEquals(List.of(), logged.list);
    }

    @Test
    void noClientBreaksASession() {
        Noise.seeds(SESSIONS, random -> new Trial(random).run());
    }

    @Test
    @Tag("long")
    void noClientBreaksASessionInTheLongRun() {
        Noise.seeds(SESSIONS * LONG, random -> new Trial(random).run());
    }

    /** A WebSocket that nobody may write to once it was closed, and that is closed once. */
    private static final class AWire implements Wire {
        private boolean closed;
        private boolean full;
        private long bytes;

        @Override
        public void text(String packet) {
            sent(packet.length());
        }

        @Override
        public void binary(Buffer data) {
            sent(EngineCodec.base64Length(data.length()));
        }

        private void sent(int length) {
            assertFalse(closed, "written to after its end");
            bytes += length;
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void close(short code, String reason) {
            assertFalse(closed, "closed twice");
            closed = true;
        }
    }

    private static final class Trial {
        private final Random random;
        private final ManualOwner owner = new ManualOwner();
        private final List<Socket> sockets = new ArrayList<>();
        private final List<Socket> left = new ArrayList<>();
        private final List<Promise<Boolean>> recoveries = new ArrayList<>();
        private final List<Future<JsonArray>> acks = new ArrayList<>();
        private final List<Recorded.APoll> polls = new ArrayList<>();
        private final EngineSession session;
        private AWire wire = new AWire();
        private int closed;
        private int told;

        Trial(Random random) {
            this.random = random;
            var namespaces =
                    Map.of("/", Namespace.of(this::joined), "/files", Namespace.recovering(this::joined, this::back));
            session = new EngineSession(
                    "sid",
                    OPTIONS,
                    owner,
                    link -> guarded(new SocketIoSession(owner, OPTIONS, namespaces, () -> {}, link)),
                    () -> closed++);
        }

        private void joined(Socket socket) {
            sockets.add(socket);
            socket.onDisconnect(reason -> left.add(socket));
            socket.on("e", (args, ack) -> socket.emit("back", args.getList().toArray()));
            socket.on("ask", (args, ack) -> ack.send(args.getList().toArray()));
            socket.on("server", (args, ack) -> acks.add(socket.emitWithAck(Duration.ofSeconds(5), "ask", args)));
            socket.onDrain(() -> socket.emit("drained"));
        }

        /** Known at once, or later, or never. */
        private Future<Boolean> back(Socket socket, String offset) {
            joined(socket);
            socket.emit("missed", offset);
            if (random.nextBoolean()) {
                return Future.succeededFuture(random.nextBoolean());
            }
            Promise<Boolean> decision = Promise.promise();
            recoveries.add(decision);
            return decision.future();
        }

        /** Nothing may be told of a session that is over. */
        private EngineListener guarded(EngineListener listener) {
            return new EngineListener() {
                @Override
                public void onText(String text) {
                    assertEquals(0, told, "told after its end");
                    listener.onText(text);
                }

                @Override
                public void onBinary(Buffer data) {
                    assertEquals(0, told, "told after its end");
                    listener.onBinary(data);
                }

                @Override
                public void onDrain() {
                    assertEquals(0, told, "told after its end");
                    listener.onDrain();
                }

                @Override
                public void onClose(String reason) {
                    told++;
                    listener.onClose(reason);
                }
            };
        }

        void run() {
            if (random.nextBoolean()) {
                session.openPolling(new Recorded.APoll());
            } else {
                session.openWebSocket(wire);
            }
            if (random.nextInt(4) > 0) {
                client("40/files,");
            }
            for (int step = 0; step < STEPS; step++) {
                step();
                assertTrue(closed <= 1 && told == closed, "its end is told once");
                assertTrue(
                        polls.stream().filter(poll -> poll.answers.isEmpty()).count() <= 1, "one poll waits at most");
                assertTrue(polls.stream().allMatch(poll -> poll.answers.size() <= 1), "a poll has one answer");
            }
            assertQueueIsBounded();
            end();
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0, 1 -> poll();
                case 2 -> session.post(Noise.payload(random));
                case 3, 4, 5, 6 -> client(Noise.engine(random));
                case 7 -> session.binary(wire, Buffer.buffer(Noise.bytes(random, random.nextInt(40) == 0 ? 600 : 20)));
                case 8 -> probe();
                case 9 -> session.text(wire, random.nextInt(4) == 0 ? Noise.text(random) : "2probe");
                case 10 -> session.text(wire, "5");
                case 11 -> wire.full = !wire.full;
                case 12 -> session.wireDrained(wire);
                case 13 -> owner.pass(Duration.ofSeconds(random.nextInt(12)));
                case 14 -> server();
                default -> rarely();
            }
        }

        /** On the transport of the moment, whichever that is: one of the two is the wrong one. */
        private void client(String packet) {
            if (random.nextInt(8) > 0) {
                session.text(wire, packet);
            }
            session.post(packet);
        }

        private void poll() {
            var poll = new Recorded.APoll();
            polls.add(poll);
            session.poll(poll);
        }

        private void probe() {
            var candidate = new AWire();
            session.probe(candidate);
            if (!candidate.closed) {
                wire = candidate;
            }
        }

        private void server() {
            if (sockets.isEmpty()) {
                return;
            }
            Socket socket = sockets.get(random.nextInt(sockets.size()));
            switch (random.nextInt(6)) {
                case 0 -> socket.emit("big", "x".repeat(random.nextInt(900)));
                case 1 -> socket.emit("bytes", Buffer.buffer(Noise.bytes(random, 300)), 1);
                case 2 -> acks.add(socket.emitWithAck(Duration.ofSeconds(5), "ask"));
                case 3 ->
                    socket.emitEncoded(
                            Frame.event(socket.namespace(), "f", "{}").withOffset("1"));
                case 4 -> {
                    if (!recoveries.isEmpty()) {
                        var unused = recoveries.remove(0).tryComplete(random.nextBoolean());
                    }
                }
                default -> socket.onDrain(() -> socket.emit("drained"));
            }
        }

        private void rarely() {
            switch (random.nextInt(10)) {
                case 0 -> session.wireClosed(wire, Reason.TRANSPORT_CLOSE);
                case 1 ->
                    polls.stream()
                            .filter(poll -> poll.answers.isEmpty())
                            .findFirst()
                            .ifPresent(poll -> {
                                // Its client is gone: it is the one poll that stays without an answer.
                                session.pollAborted(poll);
                                polls.remove(poll);
                            });
                case 2 -> sockets.stream().findFirst().ifPresent(socket -> socket.disconnect(random.nextBoolean()));
                case 3 -> sockets.stream().findFirst().ifPresent(socket -> socket.close("forced close"));
                case 4 -> owner.pass(Duration.ofSeconds(50));
                case 5 -> session.text(new AWire(), Noise.engine(random));
                default -> owner.runLater();
            }
        }

        /** What is kept for a client that takes nothing is what it gets when it takes all. */
        private void assertQueueIsBounded() {
            wire.full = false;
            long before = wire.bytes;
            session.wireDrained(wire);
            long queued = wire.bytes - before;
            for (int i = 0; i < 50 && closed == 0; i++) {
                var poll = new Recorded.APoll();
                session.poll(poll);
                if (poll.answers.isEmpty()) {
                    polls.add(poll);
                    break;
                }
                if (!poll.answers.get(0).equals(EngineError.BAD_REQUEST.name())) {
                    queued += poll.answers.get(0).length();
                }
            }
            // Whoever is called when there is room may send once more.
            assertTrue(queued <= MAX_QUEUE + 500, queued + " bytes");
        }

        private void end() {
            session.close("forced close");
            owner.runLater();
            recoveries.forEach(decision -> {
                var unused = decision.tryComplete(random.nextBoolean());
            });
            session.send(Outbound.text(EnginePacketType.MESSAGE, "late"));
            assertEquals(1, closed);
            assertEquals(1, told);
            assertEquals(0, owner.timers(), "a timer is left");
            polls.forEach(poll -> assertEquals(1, poll.answers.size(), "a poll has one answer"));
            sockets.forEach(socket -> assertFalse(socket.isConnected()));
            assertEquals(sockets.size(), left.size(), "each socket learns once that it went");
            acks.forEach(ack -> assertTrue(ack.isComplete(), "nobody waits for an ack any more"));
        }
    }
}
