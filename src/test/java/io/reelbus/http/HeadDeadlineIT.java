package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Concurrent;
import io.reelbus.RawClient;
import io.reelbus.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the head of a request may take. */
class HeadDeadlineIT {
    private static final String GET = "GET /name HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Longer than one head may take. */
    private static final long LONGER_MS = 2_500;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger port = new AtomicInteger();
    private final Promise<Void> mayAnswer = Promise.promise();

    @BeforeEach
    void start() {
        Routes routes = router -> {
            router.route("/name").handler(context -> context.end("named"));
            router.route("/held").handler(context -> mayAnswer.future().onSuccess(now -> context.end("held")));
            router.route("/body")
                    .handler(context ->
                            context.request().body().onSuccess(body -> context.end(Integer.toString(body.length()))));
            router.route("/web-socket")
                    .handler(context -> context.request()
                            .toWebSocket()
                            .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage)));
        };
        // Two instances share the port, as in a node.
        for (int i = 0; i < 2; i++) {
            Await.result(vertx.deployVerticle(new HttpVerticle(
                    TestConfig.http(Map.of(
                            "PORT", "0",
                            "HOST", "127.0.0.1",
                            "REELBUS_HTTP_HEAD_SECONDS", "1")),
                    "",
                    List.of(routes),
                    port::set)));
        }
    }

    @AfterEach
    void stop() {
        Await.result(vertx.close());
    }

    private RawClient client() throws IOException {
        return new RawClient(port.get());
    }

    /** Sends a byte now and then until the server ends the connection. */
    private static void drip(RawClient client, String text) throws Exception {
        for (int i = 0; i < text.length(); i++) {
            try {
                client.text(text.substring(i, i + 1));
            } catch (SocketException ended) {
                return;
            }
            Thread.sleep(LONGER_MS / 50);
        }
    }

    private static String dripped() {
        return GET.replace("\r\n\r\n", "\r\nX: " + "x".repeat(1_000));
    }

    private static void assertEnded(RawClient client) throws IOException {
        var answer = client.answer();
        answer.assertProblem(408, "head_too_slow");
        assertEquals("close", answer.headers().get("connection"));
        assertTrue(client.endedByServer());
    }

    /** The second is the beginning of HTTP/2, byte by byte, as far as it can be taken for nothing else. */
    @ParameterizedTest
    @Concurrent
    @ValueSource(strings = {"", "PRI * HTTP/2.0\r"})
    void aHeadThatDripsIsEnded(String text) throws Exception {
        try (RawClient client = client()) {
            drip(client, text.isEmpty() ? dripped() : text);
            assertEnded(client);
        }
    }

    @Test
    @Concurrent
    void aClientThatSaysHttp2AndNothingMoreIsClosedWithoutAWordOfHttp1() throws Exception {
        try (RawClient client = client()) {
            client.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertFalse(new String(client.rest(), StandardCharsets.ISO_8859_1).contains("HTTP/1.1"));
        }
    }

    @Test
    @Concurrent
    void theNextHeadOnAConnectionHasItsOwnTime() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 2; i++) {
                client.text(GET);
                assertEquals("named", client.answer().body());
            }
            drip(client, dripped());
            assertEnded(client);
        }
    }

    @Test
    @Concurrent
    void aConnectionOnWhichNoByteEverComesIsClosedWithoutAWord() throws Exception {
        try (RawClient client = client()) {
            assertTrue(client.endedByServer());
        }
    }

    @Test
    @Concurrent
    void aConnectionThatIsIdleBetweenRequestsIsLeftAlone() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 2; i++) {
                client.text(GET);
                assertEquals("named", client.answer().body());
                Thread.sleep(LONGER_MS);
            }
            client.text(GET);
            assertEquals("named", client.answer().body());
        }
    }

    @ParameterizedTest
    @Concurrent
    @ValueSource(strings = {"Content-Length: 50", "Transfer-Encoding: chunked"})
    void aSlowBodyIsNoSlowHead(String header) throws Exception {
        try (RawClient client = client()) {
            client.text("POST /body HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
            String body = "x".repeat(50);
            drip(client, header.contains("50") ? body : "32\r\n" + body.substring(0, 45));
            client.text(header.contains("50") ? "" : body.substring(45) + "\r\n0\r\n\r\n");
            assertEquals("50", client.answer().body());
            client.text(GET);
            assertEquals("named", client.answer().body());
        }
    }

    /** What is begun behind it may lie there unread meanwhile: that time is the server's. */
    @Test
    @Concurrent
    void anAnswerThatTakesItsTimeIsNotCutOffByTheNextHead() throws Exception {
        try (RawClient client = client()) {
            client.text("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n").text(GET.substring(0, 3));
            drip(client, GET.substring(3, 20));
            Thread.sleep(LONGER_MS);
            mayAnswer.complete();
            client.text(GET.substring(20));
            assertEquals("held", client.answer().body());
            assertEquals("named", client.answer().body());
        }
    }

    @Test
    @Concurrent
    void aWebSocketIsFreeOfIt() throws Exception {
        // One that nobody refers to closes its sockets when it is collected.
        WebSocketClient client = vertx.createWebSocketClient();
        var socket = Await.result(client.connect(port.get(), "127.0.0.1", "/web-socket"));
        Promise<String> said = Promise.promise();
        socket.textMessageHandler(said::tryComplete);
        socket.closeHandler(closed -> said.tryFail("closed"));
        Thread.sleep(LONGER_MS);
        Await.result(socket.writeTextMessage("still here"));
        assertEquals("still here", Await.result(said.future()));
        Await.result(client.close());
    }

    @ParameterizedTest
    @Concurrent
    @ValueSource(booleans = {true, false})
    void aConnectionByHttp2IsFreeOfIt(boolean upgraded) throws Exception {
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(upgraded)
                .setHttp2MultiplexingLimit(1));
        String first = Await.result(localPort(client));
        Thread.sleep(LONGER_MS);
        assertEquals(first, Await.result(localPort(client)), "it is the same connection");
        Await.result(client.close());
    }

    private Future<String> localPort(HttpClient client) {
        return client.request(HttpMethod.GET, port.get(), "127.0.0.1", "/name")
                .compose(request -> request.send()
                        .compose(answer -> answer.body())
                        .map(body -> request.connection().localAddress() + " " + request.version()));
    }
}
