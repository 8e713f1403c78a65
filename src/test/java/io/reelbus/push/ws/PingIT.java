package io.reelbus.push.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(40)
class PingIT {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;
    private static final int MASKED = 0x80;
    private static final int LONGER = 126;

    @TempDir
    Path data;

    private TestNode node;
    private RawClient client;

    @BeforeEach
    void connect() throws IOException {
        node = TestNode.start(
                data,
                Map.of(
                        "REELBUS_PUSH_PING_INTERVAL_MS", "200",
                        "REELBUS_PUSH_MAX_MESSAGES_PER_SECOND", "1000000",
                        "REELBUS_PUSH_MAX_MESSAGE_BURST", "1000000"));
        client = new RawClient(node)
                .text("GET /file-processing HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertEquals(101, client.answer().status());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        node.close();
    }

    /** The payload of the next frame that is not a text, which must be of this type. */
    private byte[] next(int type) throws IOException {
        int actual = client.read();
        int length = client.read();
        if (length == LONGER) {
            length = client.read() << 8 | client.read();
        }
        byte[] payload = payload(length);
        if (actual == TEXT) {
            return next(type);
        }
        assertEquals(type, actual);
        return payload;
    }

    private byte[] payload(int length) throws IOException {
        byte[] payload = new byte[length];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) client.read();
        }
        return payload;
    }

    /** A short frame as clients send it, masked with zeros. */
    private void send(int type, byte[] payload) throws IOException {
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) type;
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        client.bytes(frame);
    }

    @Test
    void aClientThatDoesNotAnswerAPingIsClosedAtTheNext() throws IOException {
        next(PING);
        byte[] reason = next(CLOSE);
        assertEquals(1001, (reason[0] & 0xff) << 8 | reason[1] & 0xff);
        // It does not answer the close either: the connection ends all the same.
        assertEquals(-1, client.read());
    }

    @Test
    void aClientThatAnswersStays() throws IOException {
        for (int i = 0; i < 10; i++) {
            send(PONG, next(PING));
        }
    }

    @Test
    void aClientThatTalksStaysEvenIfItDoesNotAnswer() throws IOException {
        for (int i = 0; i < 5; i++) {
            next(PING);
            send(TEXT, new byte[] {'{', '}'});
        }
    }

    /** Its answers would pile up in memory: the server reads no further until they are taken. */
    @Test
    void aClientThatAsksWithoutReadingIsHeldUpBeforeItFillsTheMemory() {
        byte[] question = ("{\"event\":\"subscribe:file\",\"data\":{\"x\":\"" + "x".repeat(600) + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[8 + question.length];
        frame[0] = (byte) TEXT;
        frame[1] = (byte) (MASKED | LONGER);
        frame[2] = (byte) (question.length >> 8);
        frame[3] = (byte) question.length;
        System.arraycopy(question, 0, frame, 8, question.length);
        int questions = 200_000;
        AtomicInteger asked = new AtomicInteger();
        AtomicLong lastAt = new AtomicLong(System.nanoTime());
        Thread asking = new Thread(() -> {
            try {
                while (asked.get() < questions) {
                    client.bytes(frame);
                    asked.incrementAndGet();
                    lastAt.set(System.nanoTime());
                }
            } catch (IOException closed) {
                // The server may close it for its silence before the test does.
            }
        });
        asking.start();
        Await.until("the client is held up", () -> System.nanoTime() - lastAt.get() > 2_000_000_000L);
        assertTrue(asked.get() < questions, asked + " questions were taken without an answer being read");
    }
}
