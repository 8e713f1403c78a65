package io.reelbus.push.socketio;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread that may touch a session, and its clock. Tasks from one thread run in the order they were given;
 * a task given by the owner itself runs at once.
 */
interface Owner extends Executor {
    /** The Vert.x context behind it, for those who must come back to it. */
    Context context();

    /** Whether this call runs on the owner's thread, which never changes. */
    default boolean isCurrent() {
        return false;
    }

    /** Runs the task soon, never at once. */
    void later(Runnable task);

    /** Runs the task after this time unless canceled; to be called on the owner. */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        void cancel();
    }
}
