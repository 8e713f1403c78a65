package io.reelbus;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waiting in tests: for a result or for a condition, with a deadline, never for a time. */
public final class Await {
    private static final long SECONDS = 30;

    private Await() {}

    /** The result of the future; its own failure is thrown where it is unchecked. */
    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns once the condition holds. */
    public static void until(String what, Callable<Boolean> condition) {
        within(what, SECONDS * 1000, condition);
    }

    /** Returns once the condition holds, which must be within so many milliseconds. */
    public static void within(String what, long millis, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!holds(what, condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + millis + " ms: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static boolean holds(String what, Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError("could not tell: " + what, e);
        }
    }
}
