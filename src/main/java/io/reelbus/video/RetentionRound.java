package io.reelbus.video;

import io.reelbus.store.Cursor;
import io.reelbus.store.InTurn;
import io.reelbus.store.RetentionStep;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of retention: all steps, each batch by batch to its end, until it is told to stop. */
final class RetentionRound {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionRound.class);

    private final List<RetentionStep> steps;
    private final BooleanSupplier stopping;

    RetentionRound(List<RetentionStep> steps, BooleanSupplier stopping) {
        this.steps = steps;
        this.stopping = stopping;
    }

    /** Never fails: a step that does is tried again in the next round. */
    Future<Void> run() {
        return InTurn.each(
                steps.iterator(),
                step -> toItsEnd(step).recover(trouble -> {
                    LOG.atWarn()
                            .addKeyValue("step", step.name())
                            .setCause(trouble)
                            .log("retention broke off");
                    return Future.succeededFuture();
                }));
    }

    private Future<Void> toItsEnd(RetentionStep step) {
        Promise<Void> done = Promise.promise();
        batch(step, Optional.empty(), done);
        return done.future();
    }

    /** With no future that waits for the next, as {@link InTurn}. */
    private void batch(RetentionStep step, Optional<Cursor> after, Promise<Void> done) {
        if (stopping.getAsBoolean()) {
            done.complete();
            return;
        }
        Future.<Void>succeededFuture()
                .compose(begin -> step.batch(after))
                .onSuccess(next -> {
                    if (next.isPresent()) {
                        batch(step, next, done);
                    } else {
                        done.complete();
                    }
                })
                .onFailure(done::fail);
    }
}
