package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Leaks;
import io.reelbus.RawClient;
import io.reelbus.TestConfig;
import io.reelbus.Warnings;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait behind one that is not answered yet, when their connection ends. */
class PendingReadsIT {
    private static final int CLIENTS = 50;
    private static final String BODY = "POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    @BeforeEach
    void start() {
        Routes neverAnswered = router -> router.route("/held").handler(context -> {
            context.response().closeHandler(closed -> gone.incrementAndGet());
            held.incrementAndGet();
        });
        Await.result(vertx.deployVerticle(new HttpVerticle(
                TestConfig.http(Map.of("PORT", "0", "HOST", "127.0.0.1")), "", List.of(neverAnswered), port::set)));
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
    void theirBodiesAreReleased() throws Exception {
        try (Warnings warnings = new Warnings();
                Leaks leaks = new Leaks()) {
            warnings.listen();
            for (int i = 1; i <= CLIENTS; i++) {
                RawClient client = new RawClient(port.get());
                client.text(BODY.repeat(4));
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
