package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;

/**
 * Removals from a store that may be out of reach: those that failed are tried again, one after the other, until they
 * succeed. What asked for one is told of the failure all the same, and looks for it when the node starts anew.
 */
final class Removals {
    private final Vertx vertx;
    private final Function<String, Future<Void>> removal;
    private final long againMs;
    private final Queue<String> left = new ArrayDeque<>();

    Removals(Vertx vertx, Function<String, Future<Void>> removal, long againMs) {
        this.vertx = vertx;
        this.removal = removal;
        this.againMs = againMs;
    }

    Future<Void> remove(String address) {
        return removal.apply(address).onFailure(trouble -> leave(address));
    }

    private synchronized void leave(String address) {
        if (left.contains(address)) {
            return;
        }
        left.add(address);
        if (left.size() == 1) {
            later();
        }
    }

    private void later() {
        long unused = vertx.setTimer(againMs, due -> again());
    }

    private synchronized void again() {
        String first = left.peek();
        if (first != null) {
            removal.apply(first).onSuccess(gone -> removed(first)).onFailure(trouble -> later());
        }
    }

    private synchronized void removed(String address) {
        boolean unused = left.remove(address);
        again();
    }

    /** Somebody begins anew at this address: what will be there stays. */
    synchronized void forget(String address) {
        boolean unused = left.remove(address);
    }
}
