package io.reelbus.push.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTimersTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<Object> happened = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private Object next() throws InterruptedException {
        return happened.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void runsTheTaskOnItsContextNotBeforeItsTime() throws Exception {
        long begun = System.nanoTime();
        context.runOnContext(task -> {
            var unused = LoopTimers.of(context)
                    .after(Duration.ofMillis(250), context, () -> happened.add(Vertx.currentContext()));
        });
        assertSame(context, next());
        assertTrue(System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(250));
    }

    @Test
    void goesOnAfterItHadNothingToDo() throws Exception {
        for (int i = 0; i < 3; i++) {
            int turn = i;
            context.runOnContext(task -> {
                var unused = LoopTimers.of(context).after(Duration.ofMillis(100), context, () -> happened.add(turn));
            });
            assertEquals(turn, next());
        }
    }

    @Test
    void oneThatIsCanceledDoesNotRun() throws Exception {
        context.runOnContext(task -> {
            LoopTimers timers = LoopTimers.of(context);
            Runnable cancel = timers.after(Duration.ofMillis(100), context, () -> happened.add("canceled"));
            var unused = timers.after(Duration.ofMillis(200), context, () -> happened.add("kept"));
            cancel.run();
        });
        assertEquals("kept", next());
    }

    /** As of a process that was stopped. What the clients sent meanwhile is read before they are judged. */
    @Test
    void aLoopThatStoodStillBlamesNobodyForIt() throws Exception {
        context.runOnContext(task -> {
            LoopTimers timers = LoopTimers.of(context);
            var unused = List.of(
                    timers.after(Duration.ofMillis(2_000), context, () -> happened.add("silent too long")),
                    ((ContextInternal) context)
                            .nettyEventLoop()
                            .schedule(() -> happened.add("stood still"), 2_900, TimeUnit.MILLISECONDS));
            standStill();
        });
        assertEquals("stood still", next());
        assertEquals("silent too long", next());
    }

    private static void standStill() {
        try {
            Thread.sleep(2_500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
