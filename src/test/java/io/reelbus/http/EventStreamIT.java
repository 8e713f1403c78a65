package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.RawClient;
import io.reelbus.TestConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamIT {
    private static final Buffer EVENT = EventStream.event("e", null, "x".repeat(100_000));

    /** More than the two kernels keep for a connection. */
    private static final int MANY = 200;

    @Test
    void aClientThatTakesNothingIsCutAtOnce() throws Exception {
        CompletableFuture<EventStream> begun = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Routes route = router -> router.get("/").handler(context -> {
            EventStream stream = new EventStream(context, () -> closed.complete(null));
            stream.begin(Buffer.buffer(), 60_000);
            for (int i = 0; i < MANY; i++) {
                stream.send(EVENT);
            }
            begun.complete(stream);
            context.vertx().setPeriodic(10, tick -> {
                if (stream.isFull()) {
                    stream.cut();
                }
            });
        });
        AtomicInteger port = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        try {
            Await.result(vertx.deployVerticle(new HttpVerticle(
                    TestConfig.http(Map.of("PORT", "0", "HOST", "127.0.0.1")), "", List.of(route), port::set)));
            try (RawClient client = new RawClient(port.get())) {
                client.text("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                EventStream stream = begun.get(30, TimeUnit.SECONDS);
                closed.get(30, TimeUnit.SECONDS);
                assertTrue(stream.isOver());
            }
        } finally {
            Await.result(vertx.close());
        }
    }
}
