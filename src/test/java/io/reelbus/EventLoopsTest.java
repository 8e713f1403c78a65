package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
    private final EventLoops loops = new EventLoops(vertx);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void close() {
        held.countDown();
        Await.result(vertx.close());
    }

    /** Keeps one loop from everything else until the latch opens. */
    private void holdUpOne() {
        vertx.runOnContext(task -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void allLoopsAnswerButOneThatIsHeldUp() {
        Await.result(loops.answer());
        holdUpOne();
        Future<Void> answer = loops.answer();
        assertFalse(answer.isComplete());
        held.countDown();
        Await.result(answer);
    }

    @Test
    void aLoopThatWasHeldUpWasLateAndTheOthersWereNot() {
        loops.measure(registry);
        var lags = registry.find("reelbus.loop.lag").timers();
        assertEquals(3, lags.size());
        holdUpOne();
        Await.until(
                "the others have ticked",
                () -> lags.stream().filter(lag -> lag.count() >= 3).count() == 2);
        held.countDown();
        Await.until("all have ticked", () -> lags.stream().allMatch(lag -> lag.count() > 0));
        Timer late = lags.stream()
                .max((a, b) -> Double.compare(a.max(TimeUnit.MILLISECONDS), b.max(TimeUnit.MILLISECONDS)))
                .orElseThrow();
        assertTrue(late.max(TimeUnit.MILLISECONDS) >= 500, () -> "max " + late.max(TimeUnit.MILLISECONDS));
    }
}
