package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Leaks;
import io.reelbus.RawClient;
import io.reelbus.TestConfig;
import io.reelbus.Warnings;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was read from a connection and is for nobody, when the connection ends. */
class PendingReadsIT {
    private static final int CLIENTS = 50;
    private static final String BODY = "POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";

    private static final String HANDSHAKE = "GET /web-socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    @BeforeEach
    void start() {
        Routes neverAnswered = router -> router.route("/held").handler(this::note);
        Routes webSockets = router -> router.route("/web-socket").handler(context -> {
            note(context);
            var unused = context.request().toWebSocket();
        });
        Await.result(vertx.deployVerticle(new HttpVerticle(
                TestConfig.http(Map.of("PORT", "0", "HOST", "127.0.0.1")),
                "",
                List.of(neverAnswered, webSockets),
                port::set)));
    }

    private void note(RoutingContext context) {
        held.incrementAndGet();
        ((ConnectionBase) context.request().connection())
                .channel()
                .closeFuture()
                .addListener(closed -> {
                    gone.incrementAndGet();
                });
    }

    @AfterEach
    void stop() {
        Await.result(vertx.close());
    }

    @Test
    void thisVertxIsKnown() {
        assertTrue(PendingReads.areKnown());
    }

    @Test
    void bodiesOfRequestsThatWaitBehindAnotherAreReleased() throws Exception {
        assertNothingIsLostBy(BODY.repeat(4));
    }

    @Test
    void framesThatComeBeforeTheirWebSocketAreReleased() throws Exception {
        // A masked text frame and a ping, each with a mask of zeros.
        assertNothingIsLostBy(HANDSHAKE + "\u0081\u0082\0\0\0\0ab\u0089\u0081\0\0\0\0c");
    }

    @Test
    void whoSendsBeforeItsHandshakeIsAnsweredIsClosed() throws Exception {
        try (RawClient client = new RawClient(port.get())) {
            client.bytes((HANDSHAKE + "\u0001\u0082\0\0\0\0ab").getBytes(StandardCharsets.ISO_8859_1));
            assertTrue(new String(client.rest(), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101 "));
        }
        Await.until("it is gone", () -> gone.get() == 1);
    }

    private void assertNothingIsLostBy(String sent) throws Exception {
        try (Warnings warnings = new Warnings();
                Leaks leaks = new Leaks()) {
            warnings.listen();
            for (int i = 1; i <= CLIENTS; i++) {
                RawClient client = new RawClient(port.get());
                client.bytes(sent.getBytes(StandardCharsets.ISO_8859_1));
                int all = i;
                Await.until("the first is held", () -> held.get() == all);
                client.reset();
            }
            Await.until("all are gone", () -> gone.get() == CLIENTS);
            leaks.report();
            assertEquals(List.of(), warnings.heard());
        }
    }
}
