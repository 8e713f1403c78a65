package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest extends Live {
    private AWebSocket engine() throws Exception {
        AWebSocket socket = webSocket(ENGINE_WS);
        assertTrue(socket.next().toString().startsWith("0{"));
        return socket;
    }

    @Test
    void textAndBytesComeBackInOrder() throws Exception {
        AWebSocket socket = engine();
        socket.text("4hello");
        socket.bytes(1, 2, 3, 4);
        socket.text("4ä");
        assertEquals("4hello", socket.next());
        assertEquals(Buffer.buffer(new byte[] {1, 2, 3, 4}), socket.next());
        assertEquals("4ä", socket.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "9", "2"})
    void aMalformedFrameClosesTheConnection(String frame) throws Exception {
        AWebSocket socket = engine();
        socket.text(frame);
        assertTrue(socket.closeCode() < 1006);
        await(() -> server.engines.size() == 0);
    }

    @Test
    void aMessageLargerThanAnnouncedClosesTheConnection() throws Exception {
        AWebSocket socket = engine();
        socket.text("4" + "x".repeat(999));
        assertEquals(1000, socket.next().toString().length());
        socket.text("4" + "x".repeat(1000));
        assertEquals(1009, socket.closeCode());
        await(() -> server.engines.size() == 0);
    }

    @Test
    void aClosePacketClosesTheConnection() throws Exception {
        AWebSocket socket = engine();
        socket.text("1");
        assertEquals(1000, socket.closeCode());
        await(() -> server.engines.size() == 0);
    }

    @Test
    void aConnectionThatBreaksEndsTheSession() throws Exception {
        AWebSocket socket = joined("/");
        socket.abort();
        await(() -> server.reasons.size() == 1);
        assertTrue(server.reasons.peek().startsWith("transport "), server.reasons.peek());
        await(() -> server.socketIo.sessions() == 0);
    }
}
