package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removals from a store that may be out of reach: those that failed are tried again, one after the other, until they
 * succeed. What asked for one is told of the failure all the same, and looks for it when the node starts anew.
 */
final class Removals {
    private final Vertx vertx;
    private final Function<String, Future<Void>> removal;
    private final long againMs;
    private final Set<String> left = new LinkedHashSet<>();

    Removals(Vertx vertx, Function<String, Future<Void>> removal, long againMs) {
        this.vertx = vertx;
        this.removal = removal;
        this.againMs = againMs;
    }

    Future<Void> remove(String address) {
        return removal.apply(address).onFailure(trouble -> {
            if (Failure.UNAVAILABLE.isOf(trouble)) {
                leave(address);
            }
        });
    }

    private synchronized void leave(String address) {
        if (left.add(address) && left.size() == 1) {
            later();
        }
    }

    private void later() {
        long unused = vertx.setTimer(againMs, due -> again());
    }

    private synchronized void again() {
        if (!left.isEmpty()) {
            String first = left.iterator().next();
            removal.apply(first).onComplete(done -> tried(first, done.cause()));
        }
    }

    private synchronized void tried(String address, @Nullable Throwable trouble) {
        if (trouble != null && Failure.UNAVAILABLE.isOf(trouble)) {
            later();
        } else {
            boolean unused = left.remove(address);
            again();
        }
    }

    /** Somebody begins anew at this address: what will be there stays. */
    synchronized void forget(String address) {
        boolean unused = left.remove(address);
    }
}
