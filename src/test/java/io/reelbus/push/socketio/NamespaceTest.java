package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest extends Live {
    private static final Buffer ONE = Buffer.buffer(new byte[] {1, 2, 3});
    private static final Buffer TWO = Buffer.buffer(new byte[] {4, 5, 6});

    private AWebSocket engine() throws Exception {
        AWebSocket socket = webSocket(IO_WS);
        assertTrue(socket.next().toString().startsWith("0{"));
        return socket;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40 | 40 | 42[\"auth\",{}]",
                "40{\"token\":\"123\"} | 40 | 42[\"auth\",{\"token\":\"123\"}]",
                "40/custom | 40/custom, | 42/custom,[\"auth\",{}]",
                "40/custom, | 40/custom, | 42/custom,[\"auth\",{}]",
                "40/custom,{\"token\":\"abc\"} | 40/custom, | 42/custom,[\"auth\",{\"token\":\"abc\"}]"
            })
    void aClientJoinsANamespace(String connect, String head, String auth) throws Exception {
        AWebSocket socket = engine();
        socket.text(connect);
        String answer = socket.next().toString();
        assertTrue(answer.startsWith(head + "{"), answer);
        assertEquals(Set.of("sid"), new JsonObject(answer.substring(head.length())).fieldNames());
        assertEquals(auth, socket.next());
    }

    @Test
    void anUnknownNamespaceIsRefused() throws Exception {
        AWebSocket socket = engine();
        socket.text("40/random");
        assertEquals("44/random,{\"message\":\"Invalid namespace\"}", socket.next());
        socket.join("/");
    }

    @Test
    void aClientLeavesOneNamespaceAndKeepsTheOther() throws Exception {
        AWebSocket socket = joined("/");
        socket.join("/custom");
        socket.text("41/custom");
        socket.text("42[\"message\",\"message to main namespace\"]");
        assertEquals("42[\"message-back\",\"message to main namespace\"]", socket.next());
        assertEquals("client namespace disconnect", server.reasons.poll());
    }

    @Test
    void eventsComeBack() throws Exception {
        AWebSocket socket = joined("/");
        socket.text("42[\"message\",1,\"2\",{\"3\":[true]}]");
        assertEquals("42[\"message-back\",1,\"2\",{\"3\":[true]}]", socket.next());
    }

    @Test
    void attachmentsComeBack() throws Exception {
        AWebSocket socket = joined("/");
        socket.text("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        socket.bytes(1, 2, 3);
        socket.bytes(4, 5, 6);
        assertEquals(
                "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
                socket.next());
        assertEquals(ONE, socket.next());
        assertEquals(TWO, socket.next());
    }

    @Test
    void anEventIsAcked() throws Exception {
        AWebSocket socket = joined("/");
        socket.text("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
        assertEquals("43456[1,\"2\",{\"3\":[false]}]", socket.next());
    }

    @Test
    void anEventIsAckedWithAttachments() throws Exception {
        AWebSocket socket = joined("/");
        socket.text(
                "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        socket.bytes(1, 2, 3);
        socket.bytes(4, 5, 6);
        assertEquals("462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", socket.next());
        assertEquals(ONE, socket.next());
        assertEquals(TWO, socket.next());
    }

    @Test
    void theServerAsksAndTheClientAcks() throws Exception {
        AWebSocket socket = joined("/custom");
        socket.text("42/custom,[\"ask\"]");
        assertEquals("42/custom,0[\"question\",1]", socket.next());
        socket.text("43/custom,0[\"answer\"]");
        assertEquals("42/custom,[\"answered\",[\"answer\"]]", socket.next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4abc",
                "42{}",
                "42[]",
                "42abc[\"message-with-ack\",1]",
                "42/custom,[\"message\"]",
                "43[]",
                "40[]"
            })
    void aMalformedPacketClosesTheConnection(String packet) throws Exception {
        AWebSocket socket = joined("/");
        socket.text(packet);
        assertEquals(1002, socket.closeCode());
        await(() -> "parse error".equals(server.reasons.peek()));
        await(() -> server.socketIo.sessions() == 0);
    }

    @Test
    void aHandlerThatThrowsClosesItsConnectionAlone() throws Exception {
        AWebSocket careful = joined("/");
        AWebSocket careless = joined("/");
        careless.text("42[\"throw\"]");
        assertEquals(1001, careless.closeCode());
        careful.text("42[\"message\",1]");
        assertEquals("42[\"message-back\",1]", careful.next());
    }
}
