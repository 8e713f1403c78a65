package io.reelbus.push.socketio;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The timers of all connections of one event loop: one timer of the loop's own drives them all, while there are any.
 * They are up to 50 ms late, which no heartbeat minds. For the loop's own thread alone.
 *
 * <p>A time in which the process did not run, stopped or starved, counts as one second at most: else a node that wakes
 * would take its clients for silent before it has read what they sent.
 */
public final class LoopTimers {
    private static final FastThreadLocal<LoopTimers> OF_THIS_LOOP = new FastThreadLocal<>();
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MOST_AT_ONCE = 20;

    private final EventLoop loop;
    private final TimerWheel wheel = new TimerWheel();
    private boolean ticking;
    private long tickedAt;

    private LoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    /** Those of the event loop of this context, which runs this call. */
    public static LoopTimers of(Context context) {
        LoopTimers timers = OF_THIS_LOOP.get();
        if (timers == null) {
            timers = new LoopTimers(((ContextInternal) context).nettyEventLoop());
            OF_THIS_LOOP.set(timers);
        }
        return timers;
    }

    /** Runs the task on the context after this time unless the result is run before: that cancels it. */
    public Runnable after(Duration delay, Context context, Runnable task) {
        return set(delay, (ContextInternal) context, task)::cancel;
    }

    Owner.Timer set(Duration delay, ContextInternal context, Runnable task) {
        if (!ticking) {
            ticking = true;
            tickedAt = System.nanoTime();
            tickLater();
        }
        // The present tick is partly over.
        long over = Math.min(System.nanoTime() - tickedAt, MOST_AT_ONCE * TICK);
        return wheel.after((over + delay.toNanos() + TICK - 1) / TICK, () -> context.dispatch(task));
    }

    private void tickLater() {
        var unused = loop.schedule(this::tick, TICK, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long passed = Math.max(1, (System.nanoTime() - tickedAt) / TICK);
        if (passed > MOST_AT_ONCE) {
            passed = MOST_AT_ONCE;
            tickedAt = System.nanoTime();
        } else {
            tickedAt += passed * TICK;
        }
        try {
            wheel.advance(passed);
        } finally {
            ticking = !wheel.isEmpty() && !loop.isShuttingDown();
            if (ticking) {
                tickLater();
            }
        }
    }
}
