package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is on its way to another node when the connection to it ends. */
class BusWriteIT {
    private static final int MESSAGES = 200;

    private static Future<Vertx> node(String name) {
        return Clustering.start(
                        new ClusterConfig(
                                true,
                                "bus-write",
                                "",
                                List.of("127.0.0.1:5791", "127.0.0.1:5792"),
                                "",
                                "127.0.0.1",
                                5791,
                                0,
                                ""),
                        name)
                .map(Clustering.Joined::vertx);
    }

    private static void hold(Vertx node, CountDownLatch held) {
        ((VertxInternal) node)
                .nettyEventLoopGroup()
                .forEach(loop -> loop.execute(() -> {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    @Test
    void failsForItsSenderAndIsNoErrorOfOurs() {
        CountDownLatch held = new CountDownLatch(1);
        List<Future<Void>> written = new ArrayList<>();
        try (Warnings warnings = new Warnings()) {
            Vertx reader = Await.result(node("reader"));
            Vertx writer = Await.result(node("writer"));
            Await.result(reader.eventBus().consumer("there", message -> {}).completion());
            MessageProducer<Buffer> producer = writer.eventBus().sender("there");
            Await.result(producer.write(Buffer.buffer("connect")));
            hold(reader, held);
            warnings.listen();
            for (int i = 0; i < MESSAGES; i++) {
                written.add(producer.write(Buffer.buffer(new byte[64 * 1024])));
            }
            // More than both sides' socket buffers hold, and nobody reads.
            Await.result(writer.close());
            Await.until("all are settled", () -> written.stream().allMatch(Future::isComplete));
            assertTrue(written.stream().anyMatch(Future::failed));
            held.countDown();
            Await.result(reader.close());
            assertEquals(
                    List.of(),
                    warnings.heard().stream()
                            .filter(each -> each.contains("ERROR"))
                            .toList());
        } finally {
            held.countDown();
        }
    }
}
