package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class UpgradeTest extends Live {
    private AWebSocket probed(String session) throws Exception {
        AWebSocket socket = webSocket(webSocketPath(session));
        socket.text("2probe");
        assertEquals("3probe", socket.next());
        return socket;
    }

    @Test
    void aPollingSessionMovesToAWebSocket() throws Exception {
        String session = open(ENGINE);
        CompletableFuture<HttpResponse<String>> poll = getLater(session);
        AWebSocket socket = probed(session);
        assertEquals("6", await(poll).body());
        socket.text("5");
        socket.text("4hello");
        assertEquals("4hello", socket.next());
        assertRefused(3, "Bad request", get(session));
        assertRefused(3, "Bad request", post(session, "4a"));
        assertEquals(1, server.engines.size());
    }

    @Test
    void aPollThatArrivesWhileProbingIsReleased() throws Exception {
        String session = open(ENGINE);
        AWebSocket socket = probed(session);
        assertEquals("6", get(session).body());
        assertEquals("6", get(session).body());
        assertTrue(socket.isOpen());
    }

    @Test
    void aSecondWebSocketIsClosed() throws Exception {
        String session = open(ENGINE);
        AWebSocket first = probed(session);
        assertEquals(1000, webSocket(webSocketPath(session)).closeCode());
        first.text("5");
        first.text("4a");
        assertEquals("4a", first.next());
        assertEquals(1000, webSocket(webSocketPath(session)).closeCode());
        first.text("4b");
        assertEquals("4b", first.next());
    }

    @Test
    void aWebSocketThatDiesWhileProbingLeavesThePollingSession() throws Exception {
        String session = open(ENGINE);
        probed(session).abort();
        assertEquals("ok", post(session, "4a").body());
        String answer = get(session).body();
        // Until the server has seen the WebSocket die, its polls are released at once.
        assertEquals("4a", answer);
        assertEquals(1, server.engines.size());
        // Only when it has seen it does it take another.
        await(() -> {
            try {
                AWebSocket next = webSocket(webSocketPath(session));
                next.text("2probe");
                return "3probe".equals(next.messageOrClose());
            } catch (Exception e) {
                return false;
            }
        });
    }

    @RepeatedTest(10)
    void nothingIsLostOrReorderedWhileAClientMoves() throws Exception {
        String session = open(ENGINE);
        List<String> received = new ArrayList<>();
        int sent = 0;
        for (; sent < 20; sent++) {
            assertEquals("ok", post(session, "4" + sent).body());
        }
        CompletableFuture<HttpResponse<String>> poll = getLater(session);
        AWebSocket socket = probed(session);
        for (; sent < 40; sent++) {
            assertEquals("ok", post(session, "4" + sent).body());
        }
        received.addAll(List.of(await(poll).body().split("\u001e")));
        socket.text("5");
        for (; sent < 60; sent++) {
            socket.text("4" + sent);
        }
        received.remove("6");
        while (received.size() < 60) {
            received.add(socket.next().toString());
        }
        for (int i = 0; i < 60; i++) {
            assertEquals("4" + i, received.get(i));
        }
    }
}
