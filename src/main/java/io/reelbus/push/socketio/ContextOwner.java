package io.reelbus.push.socketio;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Owns a session by the Vert.x context it was created on. */
final class ContextOwner implements Owner {
    private final Vertx vertx;
    private final Context context;
    /** The event loop's thread never changes; other contexts have no thread of their own. */
    private final @Nullable Thread thread;

    private ContextOwner(Vertx vertx, Context context, @Nullable Thread thread) {
        this.vertx = vertx;
        this.context = context;
        this.thread = thread;
    }

    /** The context that runs this call. */
    static ContextOwner current(Vertx vertx) {
        Context context = vertx.getOrCreateContext();
        boolean onEventLoop = Context.isOnEventLoopThread() && context.isEventLoopContext();
        return new ContextOwner(vertx, context, onEventLoop ? Thread.currentThread() : null);
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            later(task);
        }
    }

    @Override
    public void later(Runnable task) {
        context.runOnContext(nothing -> task.run());
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        if (isCurrent()) {
            return LoopTimers.of(context).set(delay, (ContextInternal) context, task);
        }
        long id = vertx.setTimer(delay.toMillis(), fired -> execute(task));
        return () -> vertx.cancelTimer(id);
    }
}
