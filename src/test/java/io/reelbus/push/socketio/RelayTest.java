package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.RawClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a server does with requests of sessions that live elsewhere, beyond what each session may expect. */
class RelayTest extends Live {
    private static final String UNKNOWN = "Session ID unknown";
    private static final String RANDOM = "AAAAAAAAAAAAAAAAAAAAAAAA";

    private final Queue<HttpServerRequest> received = new ConcurrentLinkedQueue<>();
    private final Queue<ServerWebSocket> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private WebSocketClient client;

    @Override
    SocketIoOptions options() {
        return SocketIoOptions.defaults();
    }

    @Override
    boolean isRelayed() {
        return true;
    }

    private static String of(String name) {
        return IO + "&sid=" + RANDOM + "." + name;
    }

    /** A server of this name that answers {@code pong} to what is posted, accepts WebSockets, and lets polls wait. */
    private void startWaiting(Vertx vertx, String name) throws Exception {
        HttpServer waiting = await(vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> {
                    received.add(request);
                    if (request.headers().contains("upgrade")) {
                        request.toWebSocket().onSuccess(accepted::add);
                    } else if (request.method().name().equals("POST")) {
                        request.endHandler(end -> request.response()
                                .putHeader("x-of-the-other", "1")
                                .end("pong"));
                    }
                })
                .listen(0, "localhost"));
        circle.add(name, waiting.actualPort());
    }

    private WebSocket connect(Vertx vertx, String path) throws Exception {
        // Kept, for one that nobody holds is closed when it is collected.
        client = vertx.createWebSocketClient();
        return await(client.connect(new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(entry.port())
                .setURI(webSocketPath(path))));
    }

    @Test
    void aClientMayAskEachServerInTurn(Vertx vertx) throws Exception {
        EchoServer third = circle.start(vertx, options(), "third");
        List<EchoServer> servers = List.of(server, entry, third);
        String session = open(ENGINE);
        for (int i = 0; i < 9; i++) {
            entry = servers.get(i % 3);
            assertEquals("ok", post(session, "4" + i).body());
            entry = servers.get((i + 1) % 3);
            assertEquals("4" + i, get(session).body());
        }
        assertEquals(1, server.engines.size());
    }

    @Test
    void whatIsPassedOnIsCounted() throws Exception {
        String session = open(IO);
        assertEquals("ok", post(session, "40").body());
        assertTrue(get(session).body().startsWith("40{"));
        AWebSocket socket = webSocket(webSocketPath(session));
        socket.text("2probe");
        assertEquals("3probe", socket.next());
        Relayed relayed = entry.socketIo.relayed();
        assertEquals(
                List.of(1L, 1L, 1L, 0L),
                List.of(relayed.polls(), relayed.posts(), relayed.upgrades(), relayed.failures()));
        assertEquals(0, server.socketIo.relayed().polls());
    }

    @Test
    void largeAndBinaryPayloadsPassBothWays() throws Exception {
        String session = open(ENGINE);
        byte[] bytes = new byte[600_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        String payload = "b" + Base64.getEncoder().encodeToString(bytes);
        String text = "4" + "x".repeat(900_000);
        assertEquals("ok", post(session, payload).body());
        assertEquals(payload, get(session).body());
        assertEquals("ok", post(session, text).body());
        assertEquals(text, get(session).body());
    }

    @Test
    void connectionsAreKeptOnBothSides(Vertx vertx) throws Exception {
        startWaiting(vertx, "other");
        try (RawClient client = new RawClient(entry.port())) {
            for (int i = 0; i < 20; i++) {
                client.text("POST " + of("other") + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n4a");
                RawClient.Answer answer = client.answer();
                assertEquals("pong", answer.body());
                assertFalse(answer.headers().containsKey("x-of-the-other"));
            }
        }
        assertEquals(20, received.size());
        assertEquals(1, connections.get());
    }

    @Test
    void nobodyIsAskedButServersOfTheCircle() throws Exception {
        for (String name : List.of("nobody", "localhost:1", "..", "127.0.0.1", "owner%00", "%0d%0aHost:x")) {
            assertRefused(1, UNKNOWN, get(of(name)));
            assertRefused(1, UNKNOWN, post(of(name), "4a"));
            assertEquals(400, refusedWebSocket(webSocketPath(of(name))));
        }
        assertEquals(18, entry.socketIo.relayed().failures());
        assertEquals(0, server.socketIo.relayed().polls());
    }

    @Test
    void aSessionThatItsServerDoesNotKnowIsUnknown() throws Exception {
        assertRefused(1, UNKNOWN, get(of("owner")));
        assertRefused(1, UNKNOWN, post(of("owner"), "4a"));
        assertEquals(400, refusedWebSocket(webSocketPath(of("owner"))));
        assertEquals(0, entry.socketIo.relayed().failures());
    }

    @Test
    void aRequestThatSaysItWasPassedOnGoesNoFurther() throws Exception {
        String session = open(ENGINE);
        assertRefused(1, UNKNOWN, await(send(request(session).header(RelayedHead.MARKER, "forged"))));
        assertTrue(circle.asked.isEmpty());
        assertEquals("ok", post(session, "4a").body());
    }

    @Test
    void aServerThatRefusesConnectionsIsNoLongerThere() throws Exception {
        var taken = new java.net.ServerSocket(0);
        circle.add("dead", taken.getLocalPort());
        taken.close();
        assertRefused(1, UNKNOWN, get(of("dead")));
        assertRefused(1, UNKNOWN, post(of("dead"), "4a"));
        assertEquals(400, refusedWebSocket(webSocketPath(of("dead"))));
        assertEquals(3, entry.socketIo.relayed().failures());
    }

    @Test
    void whoWaitsForAServerThatDiesIsAnsweredAtOnce(Vertx vertx) throws Exception {
        startWaiting(vertx, "other");
        CompletableFuture<HttpResponse<String>> poll = getLater(of("other"));
        AWebSocket socket = webSocket(webSocketPath(of("other")));
        await(() -> received.size() == 2 && accepted.size() == 1);
        circle.remove("other");
        assertRefused(1, UNKNOWN, await(poll));
        assertEquals(1001, socket.closeCode());
        assertRefused(1, UNKNOWN, get(of("other")));
    }

    @Test
    void aPollWhoseServerBreaksOffIsAnsweredAtOnce(Vertx vertx) throws Exception {
        startWaiting(vertx, "other");
        CompletableFuture<HttpResponse<String>> poll = getLater(of("other"));
        await(() -> received.size() == 1);
        received.remove().connection().close();
        assertRefused(1, UNKNOWN, await(poll));
    }

    @Test
    void codesAndReasonsOfClosingPassBothWays(Vertx vertx) throws Exception {
        startWaiting(vertx, "other");
        WebSocket one = connect(vertx, of("other"));
        await(() -> accepted.size() == 1);
        one.close((short) 4001, "enough");
        ServerWebSocket left = accepted.remove();
        await(left::isClosed);
        assertEquals("4001 enough", left.closeStatusCode() + " " + left.closeReason());

        WebSocket other = connect(vertx, of("other"));
        await(() -> accepted.size() == 1);
        accepted.remove().close((short) 1012, "service restart");
        await(other::isClosed);
        assertEquals("1012 service restart", other.closeStatusCode() + " " + other.closeReason());
    }

    @Test
    void framesPassAsTheyAreAndPingsAreAnswered(Vertx vertx) throws Exception {
        startWaiting(vertx, "other");
        WebSocket reader = connect(vertx, of("other"));
        await(() -> accepted.size() == 1);
        Queue<String> frames = new ConcurrentLinkedQueue<>();
        accepted.remove()
                .frameHandler(frame -> frames.add(frame.type() + " " + frame.textData() + " " + frame.isFinal()));
        Queue<String> pongs = new ConcurrentLinkedQueue<>();
        reader.pongHandler(pong -> pongs.add(pong.toString()));
        await(reader.writeFrame(WebSocketFrame.textFrame("be", false)));
        await(reader.writePing(Buffer.buffer("there?")));
        await(reader.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("gun"), true)));
        await(reader.writeBinaryMessage(Buffer.buffer("bytes")));
        await(() -> frames.size() == 3 && pongs.size() == 1);
        assertEquals(List.of("TEXT be false", "CONTINUATION gun true", "BINARY bytes true"), List.copyOf(frames));
        assertEquals("there?", pongs.peek());
    }

    /** The server stops being able to write, and what it wrote arrives when the client reads again. */
    @Test
    void aClientThatDoesNotReadHoldsItsServerUp(Vertx vertx) throws Exception {
        startWaiting(vertx, "other");
        WebSocket reader = connect(vertx, of("other"));
        await(() -> accepted.size() == 1);
        ServerWebSocket sender = accepted.remove();
        var read = new AtomicInteger();
        reader.frameHandler(frame -> read.incrementAndGet());
        reader.pause();
        var sent = new AtomicInteger();
        var lastSentAt = new java.util.concurrent.atomic.AtomicLong();
        int most = 500;
        vertx.setPeriodic(1, tick -> {
            for (int i = 0; i < 20 && sent.get() < most && !sender.writeQueueFull(); i++) {
                sent.incrementAndGet();
                lastSentAt.set(System.nanoTime());
                sender.writeBinaryMessage(Buffer.buffer(new byte[50_000]));
            }
        });
        await(() -> lastSentAt.get() > 0 && System.nanoTime() - lastSentAt.get() > 1_000_000_000L);
        assertTrue(sent.get() < most, "it has sent " + sent);
        reader.resume();
        Await.until("all of it has arrived", () -> read.get() == most);
    }

    @Test
    void aServerThatClosesEndsTheWebSocketsThatLeadThroughIt() throws Exception {
        String session = open(IO);
        AWebSocket socket = webSocket(webSocketPath(session));
        socket.text("2probe");
        assertEquals("3probe", socket.next());
        assertEquals("6", get(session).body());
        await(entry.socketIo.close());
        assertEquals(1001, socket.closeCode());
        assertEquals(503, refusedWebSocket(webSocketPath(session)));
        // Those who poll go on.
        assertEquals("ok", post(session, "40").body());
        assertTrue(get(session).body().startsWith("40{"));
    }
}
