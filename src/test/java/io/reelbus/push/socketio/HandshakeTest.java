package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandshakeTest extends Live {
    private static final Set<String> KEYS = Set.of("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");

    @Test
    void aPollOpensASession() throws Exception {
        HttpResponse<String> response = get(IO);
        assertEquals(200, response.statusCode());
        assertEquals(
                "text/plain; charset=UTF-8",
                response.headers().firstValue("content-type").orElse(""));
        assertEquals("no-store", response.headers().firstValue("cache-control").orElse(""));
        assertTrue(response.body().startsWith("0{"));
        var open = new JsonObject(response.body().substring(1));
        assertEquals(KEYS, open.fieldNames());
        assertEquals(new JsonArray().add("websocket"), open.getJsonArray("upgrades"));
        assertEquals(25_000, open.getInteger("pingInterval"));
        assertEquals(20_000, open.getInteger("pingTimeout"));
        assertEquals(1000, open.getInteger("maxPayload"));
        assertEquals(1, server.socketIo.sessions());
    }

    @Test
    void aWebSocketOpensASession() throws Exception {
        AWebSocket socket = webSocket(IO_WS);
        var open = new JsonObject(socket.next().toString().substring(1));
        assertEquals(KEYS, open.fieldNames());
        assertEquals(new JsonArray(), open.getJsonArray("upgrades"));
        assertEquals(1, server.socketIo.sessions());
    }

    @Test
    void theLastSlashMayBeMissing() throws Exception {
        assertEquals(200, get("/socket.io?EIO=4&transport=polling").statusCode());
    }

    @Test
    void whatLiesBelowThePathIsNotTheServers() throws Exception {
        assertEquals("bundle", get("/socket.io/socket.io.js").body());
    }

    @Test
    void anotherProtocolVersionIsRefused() throws Exception {
        assertRefused(5, "Unsupported protocol version", get("/socket.io/?transport=polling"));
        assertRefused(5, "Unsupported protocol version", get("/socket.io/?EIO=3&transport=polling"));
        assertRefused(5, "Unsupported protocol version", get("/socket.io/?EIO=abc&transport=polling"));
        assertEquals(400, refusedWebSocket("/socket.io/?transport=websocket"));
        assertEquals(400, refusedWebSocket("/socket.io/?EIO=abc&transport=websocket"));
        assertEquals(0, server.socketIo.sessions());
    }

    @Test
    void anUnknownTransportIsRefused() throws Exception {
        assertRefused(0, "Transport unknown", get("/socket.io/?EIO=4"));
        assertRefused(0, "Transport unknown", get("/socket.io/?EIO=4&transport=abc"));
        assertEquals(400, refusedWebSocket("/socket.io/?EIO=4"));
        assertEquals(400, refusedWebSocket("/socket.io/?EIO=4&transport=abc"));
    }

    @Test
    void onlyAGetOpensASession() throws Exception {
        assertRefused(2, "Bad handshake method", post(IO, ""));
        assertRefused(2, "Bad handshake method", await(send(request(IO).PUT(BodyPublishers.ofString("")))));
    }

    @Test
    void anUnknownSessionIsRefused() throws Exception {
        assertRefused(1, "Session ID unknown", get(IO + "&sid=nobody"));
        assertRefused(1, "Session ID unknown", post(IO + "&sid=nobody", "4x"));
        assertEquals(400, refusedWebSocket(IO_WS + "&sid=nobody"));
    }

    @Test
    void theTransportAndTheRequestMustAgree() throws Exception {
        assertRefused(3, "Bad request", get(IO_WS));
        assertRefused(3, "Bad request", get(webSocketPath(open(IO))));
        assertEquals(400, refusedWebSocket(IO));
        assertRefused(3, "Bad request", await(send(request(open(IO)).DELETE())));
    }

    @Test
    void aWebSocketSessionCannotBePolled() throws Exception {
        AWebSocket socket = webSocket(IO_WS);
        String sid = new JsonObject(socket.next().toString().substring(1)).getString("sid");
        assertRefused(3, "Bad request", get(IO + "&sid=" + sid));
        assertRefused(3, "Bad request", post(IO + "&sid=" + sid, "40"));
        socket.text("40");
        assertTrue(socket.next().toString().startsWith("40{"));
    }
}
