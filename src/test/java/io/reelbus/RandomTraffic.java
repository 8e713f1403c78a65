package io.reelbus;

import io.reelbus.push.socketio.Noise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * One connection of a client that is broken or hostile: it opens something as it should and then sends what it should
 * not, or starts with that. It reads little, and leaves in one of many ways.
 */
final class RandomTraffic {
    private static final int TEXT = 1;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 125;
    private static final int PATIENCE_MS = 300;

    private final int port;
    private final String fileId;
    private final Random random;

    /** {@code fileId} exists: some of the traffic is about it. */
    RandomTraffic(int port, String fileId, Random random) {
        this.port = port;
        this.fileId = fileId;
        this.random = random;
    }

    /** Opens, sends, and leaves. The server may end the connection whenever it likes. */
    void run() throws IOException {
        RawClient client = new RawClient(port).patience(PATIENCE_MS);
        try {
            switch (random.nextInt(8)) {
                case 0, 1 -> frames(client.text(handshake("/socket.io/?EIO=4&transport=websocket")), this::packet);
                case 2 -> frames(client.text(handshake("/file-processing")), this::frame);
                case 3 -> frames(client.text(handshake("/sockjs/000/" + word() + "/websocket")), this::sockJs);
                case 4 -> frames(client.text(handshake("/eventbus/websocket")), this::frame);
                case 5 -> polling(client);
                case 6 -> requests(client);
                default -> client.bytes(Noise.bytes(random, 2_000));
            }
        } catch (IOException endedByServer) {
            // So it may.
        } finally {
            leave(client);
        }
    }

    private void leave(RawClient client) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> client.reset();
            case 1 -> {
                try (client) {
                    client.shutdownOutput();
                    int unused = client.read();
                } catch (IOException endedByServer) {
                    // So it may.
                }
            }
            default -> client.close();
        }
    }

    private String word() {
        return Integer.toString(random.nextInt(1_000_000), 36);
    }

    private String handshake(String path) {
        String whole = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        return random.nextInt(20) == 0 ? Noise.mutated(random, whole) : whole;
    }

    private static RawClient.Answer answer(RawClient client) throws IOException {
        try {
            return client.answer();
        } catch (IndexOutOfBoundsException | NumberFormatException notHttp) {
            throw new IOException("it answers something else already", notHttp);
        }
    }

    private interface Message {
        String next();
    }

    private String packet() {
        return random.nextInt(4) == 0
                ? "42/file-processing,[\"subscribe:file\",{\"fileId\":\"" + fileId + "\"}]"
                : random.nextInt(6) == 0 ? "40/file-processing," : Noise.engine(random);
    }

    private String frame() {
        String whole = new JsonObject()
                .put("type", random.nextBoolean() ? "register" : "send")
                .put("address", "job." + fileId)
                .put("event", random.nextBoolean() ? "subscribe:file" : "unsubscribe:file")
                .put("data", new JsonObject().put("fileId", random.nextBoolean() ? fileId : Noise.text(random)))
                .encode();
        return random.nextInt(3) == 0 ? whole : Noise.mutated(random, whole);
    }

    /** As a SockJS client sends its messages: as an array of strings. */
    private String sockJs() {
        String whole = new JsonArray().add(frame()).encode();
        return random.nextInt(3) == 0 ? Noise.mutated(random, whole) : whole;
    }

    private void frames(RawClient client, Message message) throws IOException {
        if (random.nextInt(8) != 0) {
            // Frames before the answer are taken for a body, which is worth a try too.
            var unused = answer(client);
        }
        for (int more = random.nextInt(12); more >= 0; more--) {
            client.bytes(
                    switch (random.nextInt(10)) {
                        case 0 -> Noise.bytes(random, 300);
                        case 1 -> frame(random.nextInt(256), Noise.bytes(random, 300));
                        case 2 -> frame(FINAL | 9, Noise.bytes(random, 140));
                        case 3 -> frame(TEXT, Noise.bytes(random, 50));
                        case 4 -> frame(FINAL | 2, Noise.bytes(random, 300));
                        case 5 -> random.nextInt(6) == 0 ? frame(FINAL | 8, Noise.bytes(random, 20)) : new byte[0];
                        default -> frame(FINAL | TEXT, message.next().getBytes(StandardCharsets.UTF_8));
                    });
        }
    }

    /** Masked with zeros, as a client may; at times not at all, or with another length than it says. */
    private byte[] frame(int head, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(head);
        int masked = random.nextInt(50) == 0 ? 0 : MASKED;
        int length = random.nextInt(50) == 0 ? random.nextInt(1 << 16) : payload.length;
        if (length <= SHORT) {
            frame.write(masked | length);
        } else {
            frame.write(masked | SHORT + 1);
            frame.write(length >> 8);
            frame.write(length);
        }
        if (masked != 0) {
            frame.writeBytes(new byte[4]);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** A session of Engine.IO or SockJS by requests, several of them on their way at once. */
    private void polling(RawClient client) throws IOException {
        String sid = word();
        if (random.nextInt(4) != 0) {
            RawClient.Answer opened = answer(client.text(get("/socket.io/?EIO=4&transport=polling")));
            if (opened.status() == 200) {
                sid = new JsonObject(opened.body().substring(1)).getString("sid");
            }
        }
        String session = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
        for (int more = random.nextInt(10); more >= 0; more--) {
            client.text(
                    switch (random.nextInt(5)) {
                        case 0 -> get(session);
                        case 1 -> post("/sockjs/000/" + sid + "/xhr_send", sockJs());
                        case 2 -> post("/sockjs/000/" + sid + "/xhr", "");
                        default -> post(session, random.nextInt(4) == 0 ? packet() : Noise.payload(random));
                    });
            if (random.nextInt(3) == 0 && answer(client).status() >= 500) {
                throw new AssertionError("a server's fault, by a client's");
            }
        }
    }

    /** Requests of any kind, pipelined. */
    private void requests(RawClient client) throws IOException {
        for (int more = random.nextInt(6); more >= 0; more--) {
            String request = switch (random.nextInt(8)) {
                case 0 -> get("/api/videos/" + (random.nextBoolean() ? fileId : word()) + "/events");
                case 1 -> get("/api/videos/" + fileId + "?after=" + Noise.mutated(random, "17"));
                case 2 -> get("/api/videos/" + Noise.mutated(random, fileId));
                case 3 ->
                    post("/rpc/video/subscribe", Noise.mutated(random, "{\"json\":{\"fileId\":\"" + fileId + "\"}}"));
                case 4 -> post("/rpc/video/get", Noise.mutated(random, "{\"json\":{\"fileId\":\"" + fileId + "\"}}"));
                case 5 -> post("/api/videos", Noise.text(random));
                case 6 -> get("/" + word());
                default -> get("/sockjs/" + word() + "/" + word() + "/eventsource");
            };
            client.text(random.nextInt(4) == 0 ? Noise.mutated(random, request) : request);
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String post(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length + "\r\n\r\n" + body;
    }
}
