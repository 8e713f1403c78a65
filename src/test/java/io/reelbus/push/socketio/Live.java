package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server on three event loops, and clients that speak bytes. */
@ExtendWith(VertxExtension.class)
abstract class Live {
    static final String IO = "/socket.io/?EIO=4&transport=polling";
    static final String IO_WS = "/socket.io/?EIO=4&transport=websocket";
    static final String ENGINE = "/engine.io/?EIO=4&transport=polling";
    static final String ENGINE_WS = "/engine.io/?EIO=4&transport=websocket";
    private static final int SECONDS = 10;

    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final Circle circle = new Circle();
    EchoServer server;
    /** Where a client's requests arrive that name a session. */
    EchoServer entry;

    SocketIoOptions options() {
        SocketIoOptions defaults = SocketIoOptions.defaults();
        return new SocketIoOptions(
                defaults.path(),
                defaults.pingInterval(),
                defaults.pingTimeout(),
                1000,
                defaults.connectTimeout(),
                defaults.upgradeTimeout());
    }

    /** Whether what names a session arrives at another server than the session's. */
    boolean isRelayed() {
        return false;
    }

    @BeforeEach
    void start(Vertx vertx) throws Exception {
        server = isRelayed()
                ? circle.start(vertx, options(), "owner")
                : await(EchoServer.start(vertx, options(), 3, -1));
        entry = isRelayed() ? circle.start(vertx, options(), "entry") : server;
    }

    int port(String path) {
        return (path.contains("&sid=") ? entry : server).port();
    }

    @AfterEach
    void noRequestBrokeTheServer() {
        assertEquals(List.of(), List.copyOf(server.failures));
        assertEquals(List.of(), List.copyOf(entry.failures));
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "it did not come true in time");
            LockSupport.parkNanos(1_000_000);
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port(path) + path))
                .timeout(Duration.ofSeconds(SECONDS));
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return await(send(request(path)));
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
        return await(send(request(path).POST(body)));
    }

    static void assertRefused(int code, String message, HttpResponse<String> response) {
        assertEquals(400, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("content-type").orElse(""));
        assertEquals("{\"code\":" + code + ",\"message\":\"" + message + "\"}", response.body());
    }

    /** Opens a polling session and returns the path that names it. */
    String open(String path) throws Exception {
        HttpResponse<String> handshake = get(path);
        assertEquals(200, handshake.statusCode());
        return path + "&sid=" + new JsonObject(handshake.body().substring(1)).getString("sid");
    }

    static String webSocketPath(String pollingPath) {
        return pollingPath.replace("transport=polling", "transport=websocket");
    }

    AWebSocket webSocket(String path) throws Exception {
        var socket = new AWebSocket();
        socket.socket =
                await(http.newWebSocketBuilder().buildAsync(URI.create("ws://localhost:" + port(path) + path), socket));
        return socket;
    }

    /** A WebSocket of Socket.IO that has joined this namespace, and read what came with that. */
    AWebSocket joined(String namespace) throws Exception {
        AWebSocket socket = webSocket(IO_WS);
        assertTrue(socket.next().toString().startsWith("0{"));
        socket.join(namespace);
        return socket;
    }

    /** The HTTP status with which a WebSocket handshake was refused. */
    int refusedWebSocket(String path) throws Exception {
        try {
            AWebSocket open = webSocket(path);
            throw new AssertionError("the handshake was accepted: " + open.next());
        } catch (ExecutionException e) {
            return ((java.net.http.WebSocketHandshakeException) e.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    static final class AWebSocket implements WebSocket.Listener {
        private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private Buffer received = Buffer.buffer();
        private WebSocket socket;

        Object next() throws InterruptedException {
            Object message = messages.poll(SECONDS, TimeUnit.SECONDS);
            assertNotNull(message, "no message came");
            return message;
        }

        void text(String text) throws Exception {
            await(socket.sendText(text, true));
        }

        void bytes(int... bytes) throws Exception {
            var data = ByteBuffer.allocate(bytes.length);
            for (int each : bytes) {
                data.put((byte) each);
            }
            await(socket.sendBinary(data.flip(), true));
        }

        void join(String namespace) throws Exception {
            text(namespace.equals("/") ? "40" : "40" + namespace + ",");
            assertTrue(next().toString().startsWith("40"));
            assertTrue(next().toString().contains("[\"auth\",{}]"));
        }

        /** The next message, or null where the server closes instead. */
        Object messageOrClose() throws Exception {
            await(() -> !messages.isEmpty() || closed.isDone());
            return messages.poll();
        }

        /** The code the server closed with; 1006 where the connection broke. */
        int closeCode() throws Exception {
            return await(closed);
        }

        boolean isOpen() {
            return !closed.isDone();
        }

        void abort() {
            socket.abort();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            received.appendBytes(part);
            if (last) {
                messages.add(received);
                received = Buffer.buffer();
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }
}
