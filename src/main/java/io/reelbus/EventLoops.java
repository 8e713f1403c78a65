package io.reelbus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a node: whether all of them answer, and how late their timers are. Vert.x's public face gives
 * loops in turn, to whoever asks next; here each must be met once, so this asks Vert.x's inside for them.
 */
final class EventLoops {
    private static final long PERIOD_MS = 500;

    private final List<EventExecutor> loops = new ArrayList<>();

    EventLoops(Vertx vertx) {
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loops::add);
    }

    /** Succeeds once each loop has done something. */
    Future<Void> answer() {
        return Future.all(loops.stream().map(EventLoops::answer).toList()).mapEmpty();
    }

    private static Future<Void> answer(EventExecutor loop) {
        Promise<Void> answered = Promise.promise();
        try {
            loop.execute(answered::complete);
        } catch (RejectedExecutionException ended) {
            answered.fail(ended);
        }
        return answered.future();
    }

    /** From now on a timer on each loop records how late it is, until the loops end. */
    void measure(MeterRegistry registry) {
        for (int i = 0; i < loops.size(); i++) {
            Timer lag = Timer.builder("reelbus.loop.lag")
                    .description("How late a timer on this event loop was")
                    .tag("loop", Integer.toString(i))
                    .register(registry);
            tickLater(loops.get(i), lag);
        }
    }

    /** Each tick arranges the next: a loop that was held up for long is late once, not once for each period. */
    private static void tickLater(EventExecutor loop, Timer lag) {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
        var unused = loop.schedule(
                () -> {
                    lag.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
                    if (!loop.isShuttingDown()) {
                        tickLater(loop, lag);
                    }
                },
                PERIOD_MS,
                TimeUnit.MILLISECONDS);
    }
}
