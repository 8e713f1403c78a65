package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeartbeatTest extends Live {
    @Override
    SocketIoOptions options() {
        return EchoServer.quick();
    }

    @Test
    void aPollingClientIsPinged() throws Exception {
        String session = open(ENGINE);
        for (int i = 0; i < 3; i++) {
            assertEquals("2", get(session).body());
            assertEquals("ok", post(session, "3").body());
        }
    }

    @Test
    void aWebSocketClientIsPinged() throws Exception {
        AWebSocket socket = webSocket(ENGINE_WS);
        assertTrue(socket.next().toString().startsWith("0{"));
        for (int i = 0; i < 3; i++) {
            assertEquals("2", socket.next());
            socket.text("3");
        }
        assertTrue(socket.isOpen());
    }

    @Test
    void aPollingClientThatDoesNotAnswerIsClosed() throws Exception {
        String session = open(ENGINE);
        await(() -> server.engines.size() == 0);
        assertRefused(1, "Session ID unknown", get(session));
    }

    @Test
    void aWaitingPollLearnsOfTheTimeout() throws Exception {
        String session = open(ENGINE);
        assertEquals("2", get(session).body());
        assertEquals("1", get(session).body());
    }

    @Test
    void aWebSocketClientThatDoesNotAnswerIsClosed() throws Exception {
        AWebSocket socket = joined("/");
        assertEquals(1001, socket.closeCode());
        await(() -> "ping timeout".equals(server.reasons.peek()));
    }

    @Test
    void whoJoinsNoNamespaceIsClosed() throws Exception {
        AWebSocket socket = webSocket(IO_WS);
        assertTrue(socket.next().toString().startsWith("0{"));
        for (int ping = 0; ping < 3; ping++) {
            assertEquals("2", socket.next());
            socket.text("3");
        }
        assertEquals(1001, socket.closeCode());
    }

    @Test
    void anUpgradeThatTakesTooLongClosesTheProbeAlone() throws Exception {
        String session = open(ENGINE);
        AWebSocket socket = webSocket(webSocketPath(session));
        assertEquals("2", get(session).body());
        assertEquals("ok", post(session, "3").body());
        assertEquals(1000, socket.closeCode());
        assertEquals("ok", post(session, "4a").body());
        assertTrue(get(session).body().endsWith("4a"));
    }
}
