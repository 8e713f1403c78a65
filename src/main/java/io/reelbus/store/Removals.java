package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removals from a store that may be out of reach: those that failed are tried again, one after the other, until they
 * succeed. What asked for one is told of the failure all the same, and looks for it when the node starts anew. Of one
 * address there is never more than one under way, and none while somebody begins there.
 */
final class Removals {
    private final Vertx vertx;
    private final Function<String, Future<Void>> removal;
    private final long againMs;
    private final Set<String> left = new LinkedHashSet<>();
    /** Those under way that are to be tried again where they fail. */
    private final Set<String> wanted = new HashSet<>();

    private final Map<String, Future<Void>> running = new HashMap<>();
    /** Whether a timer or a removal is under way that goes on with those that are left. */
    private boolean trying;

    Removals(Vertx vertx, Function<String, Future<Void>> removal, long againMs) {
        this.vertx = vertx;
        this.removal = removal;
        this.againMs = againMs;
    }

    Future<Void> remove(String address) {
        return here(run(address, true));
    }

    /** The same, without another try. */
    Future<Void> removeOnce(String address) {
        return here(run(address, false));
    }

    /** Two of one address are one. */
    private synchronized Future<Void> run(String address, boolean again) {
        if (again) {
            boolean unused = wanted.add(address);
        }
        Future<Void> before = running.get(address);
        if (before != null) {
            return before;
        }
        Promise<Void> over = Promise.promise();
        running.put(address, over.future());
        removal.apply(address).onComplete(done -> {
            ended(address, done.cause());
            over.handle(done);
        });
        return over.future();
    }

    /** Not where somebody has begun anew there meanwhile. */
    private synchronized void ended(String address, @Nullable Throwable trouble) {
        var unused = running.remove(address);
        boolean isWanted = wanted.remove(address);
        if (isWanted && trouble != null && Failure.UNAVAILABLE.isOf(trouble)) {
            leave(address);
        }
    }

    /** Completes on the caller's context, whoever began it. */
    private Future<Void> here(Future<Void> begun) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> told = Promise.promise();
        begun.onComplete(done -> context.runOnContext(turn -> told.handle(done)));
        return told.future();
    }

    private void leave(String address) {
        boolean unused = left.add(address);
        if (!trying) {
            trying = true;
            later();
        }
    }

    private void later() {
        long unused = vertx.setTimer(againMs, due -> again());
    }

    private synchronized void again() {
        trying = !left.isEmpty();
        if (trying) {
            String first = left.iterator().next();
            run(first, false).onComplete(done -> tried(first, done.cause()));
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

    /** Somebody begins anew at this address: what will be there stays. Complete when none is under way there; never fails. */
    Future<Void> forget(String address) {
        Future<Void> begun = forgotten(address);
        return begun.isComplete() ? Future.succeededFuture() : here(begun).otherwiseEmpty();
    }

    private synchronized Future<Void> forgotten(String address) {
        boolean unused = left.remove(address);
        boolean unwanted = wanted.remove(address);
        return running.getOrDefault(address, Future.succeededFuture());
    }
}
