package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever a client sends, a session answers or ends; it never throws, and never leaves anything behind. */
class RandomInputTest {
    private static final int INPUTS = 100_000;
    private static final String[] PIECES = {
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "b",
        "4",
        "40",
        "42",
        "43",
        "45",
        "46",
        "2probe",
        "\u001e",
        "[",
        "]",
        "{",
        "}",
        "\"e\"",
        ",",
        "/",
        "/files",
        "-",
        "1-",
        "451-",
        "null",
        "true",
        "1.5",
        "e9",
        "\"connect\"",
        "AQID",
        "=",
        "\"",
        "{\"_placeholder\":true,\"num\":0}",
        "[\"e\",{\"_placeholder\":true,\"num\":0}]",
        "42[\"e\",1]",
        "40/files,",
        "\ud83d",
        "\u0000",
        "99999999999999",
        ":",
        "\\u"
    };

    /** A broken packet is worth a line at debug, but not a hundred thousand. */
    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger(SocketIoSession.class)).setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger(EngineSession.class)).setLevel(Level.INFO);
    }

    @Test
    void noTextBreaksTheCodecs() {
        eachInput((random, seed) -> {
            String text = text(random);
            try {
                EngineCodec.decodePolled(text);
                for (var payload = new Payload(text); payload.hasNext(); ) {
                    payload.next();
                }
            } catch (MalformedException expected) {
                assertTrue(expected.getMessage().length() > 0);
            }
            try {
                Packet packet = PacketCodec.decode(text);
                assertEquals(packet, PacketCodec.decode(PacketCodec.encode(packet)), text);
            } catch (MalformedException expected) {
                assertTrue(expected.getMessage().length() > 0);
            }
        });
    }

    @Test
    void noClientBreaksASession() {
        eachInput((random, seed) -> {
            var owner = new ManualOwner();
            var closed = new AtomicInteger();
            var sockets = new ArrayList<Socket>();
            var reasons = new ArrayList<String>();
            var namespaces = Map.of("/", Namespace.of(sockets::add), "/files", Namespace.of(socket -> {
                sockets.add(socket);
                socket.onDisconnect(reasons::add);
                socket.on("e", (args, ack) -> {
                    ack.send(args.getList().toArray());
                    socket.emit("back", args.getList().toArray());
                });
            }));
            var options = SocketIoOptions.defaults();
            var session = new EngineSession(
                    "sid",
                    options,
                    owner,
                    link -> new SocketIoSession(owner, options, namespaces, () -> {}, link),
                    closed::incrementAndGet);
            var polls = new ArrayList<Recorded.APoll>();
            var wires = List.of(new Recorded.AWire(), new Recorded.AWire());
            if (random.nextBoolean()) {
                session.openPolling(new Recorded.APoll());
            } else {
                session.openWebSocket(wires.get(0));
            }
            for (int step = 0; step < 8; step++) {
                step(random, session, owner, wires, polls);
            }
            session.close("forced close");
            owner.runLater();
            assertEquals(1, closed.get());
            assertEquals(0, owner.timers(), "a timer is left");
            polls.forEach(poll -> assertEquals(1, poll.answers.size(), "a poll has one answer"));
            sockets.forEach(socket -> assertTrue(!socket.isConnected()));
            assertEquals(
                    sockets.stream().filter(s -> s.namespace().equals("/files")).count(), reasons.size());
        });
    }

    private static void step(
            Random random,
            EngineSession session,
            ManualOwner owner,
            List<Recorded.AWire> wires,
            List<Recorded.APoll> polls) {
        Recorded.AWire wire = wires.get(random.nextInt(2));
        switch (random.nextInt(11)) {
            case 0 -> {
                var poll = new Recorded.APoll();
                polls.add(poll);
                session.poll(poll);
            }
            case 1 -> session.post(text(random));
            case 2 -> session.post("4" + text(random));
            case 3, 4 -> session.text(wire, text(random));
            case 5 -> session.text(wire, "40/files,");
            case 6 -> {
                byte[] bytes = new byte[random.nextInt(8)];
                random.nextBytes(bytes);
                session.binary(wire, Buffer.buffer(bytes));
            }
            case 7 -> session.probe(wire);
            case 8 -> wire.full = !wire.full;
            case 9 -> session.wireDrained(wire);
            default -> owner.pass(Duration.ofSeconds(random.nextInt(12)));
        }
    }

    private static String text(Random random) {
        if (random.nextInt(3) == 0) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            return new String(bytes, random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
        var text = new StringBuilder();
        for (int pieces = random.nextInt(7); pieces >= 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private interface Trial {
        void run(Random random, long seed);
    }

    private static void eachInput(Trial trial) {
        long first = Long.getLong("seed", System.nanoTime());
        for (int i = 0; i < INPUTS; i++) {
            long seed = first + i;
            try {
                trial.run(new Random(seed), seed);
            } catch (Throwable e) {
                throw new AssertionError("broken by the input of -Dseed=" + seed, e);
            }
        }
    }
}
