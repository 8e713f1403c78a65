package io.reelbus.push.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Await;
import io.reelbus.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawSocketIT {
    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @Test
    void whatIsWrongIsSaidAndTheConnectionStays(@TempDir Path data) {
        Vertx vertx = Vertx.vertx();
        try (TestNode node = TestNode.start(data, Map.of("REELBUS_PUSH_MAX_PAYLOAD_BYTES", "1000"))) {
            List<JsonObject> heard = new CopyOnWriteArrayList<>();
            // Kept and closed below: a client that nobody refers to is closed by the garbage collector.
            var client = vertx.createWebSocketClient();
            WebSocket socket = Await.result(client.connect(node.port(), "127.0.0.1", "/file-processing"));
            socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
            List<String> wrong = List.of(
                    "{",
                    "null",
                    "[]",
                    "5",
                    "",
                    "{}",
                    "{\"event\":\"dance\"}",
                    "{\"event\":\"subscribe:file\"}",
                    "{\"event\":\"subscribe:file\",\"data\":{\"fileId\":5}}",
                    "{\"event\":\"subscribe:file\",\"data\":\"v1\"}",
                    "{\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"v1\",\"after\":-1}}");
            for (int i = 0; i < wrong.size(); i++) {
                int expected = i + 1;
                Await.result(socket.writeTextMessage(wrong.get(i)));
                Await.within("an answer to " + wrong.get(i), 3_000, () -> heard.size() == expected);
                assertEquals("error", heard.get(i).getString("event"), wrong.get(i));
            }
            heard.clear();
            Await.result(socket.writeBinaryMessage(
                    Buffer.buffer("{\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"" + ID + "\"}}")));
            Await.within("subscribed", 3_000, () -> !heard.isEmpty());
            assertEquals(
                    "{\"event\":\"subscribed\",\"data\":{\"fileId\":\"" + ID + "\",\"known\":false}}",
                    heard.get(0).encode());

            Await.result(socket.writeTextMessage("x".repeat(1001)));
            Await.within("closed", 3_000, socket::isClosed);
            assertEquals(1009, socket.closeStatusCode().intValue());
            Await.result(client.close());
        } finally {
            Await.result(vertx.close());
        }
    }
}
