package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.function.Function;

/** Work on many things, one after the other. */
public final class InTurn {
    private InTurn() {}

    /** With no future that waits for the next: thousands of those overflow the stack at the end. */
    public static <T> Future<Void> each(Iterator<T> all, Function<T, Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        next(all, work, done);
        return done.future();
    }

    private static <T> void next(Iterator<T> all, Function<T, Future<Void>> work, Promise<Void> done) {
        if (!all.hasNext()) {
            done.complete();
            return;
        }
        work.apply(all.next()).onSuccess(one -> next(all, work, done)).onFailure(done::fail);
    }
}
