package io.reelbus.video;

import io.reelbus.store.RetentionStep;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Runs a round of retention at the start, and then about every hour: not all nodes at the same moment. */
public final class RetentionVerticle extends VerticleBase {
    private static final long PAUSE_MS = TimeUnit.HOURS.toMillis(1);

    private final List<RetentionStep> steps;

    private boolean stopping;
    private Future<Void> round = Future.succeededFuture();

    public RetentionVerticle(List<RetentionStep> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public Future<?> start() {
        begin();
        return Future.succeededFuture();
    }

    /** Complete when the batch under way is done. */
    @Override
    public Future<?> stop() {
        stopping = true;
        return round;
    }

    private void begin() {
        round = new RetentionRound(steps, () -> stopping).run().onSuccess(done -> {
            if (!stopping) {
                beginLater();
            }
        });
    }

    private void beginLater() {
        long jitter = ThreadLocalRandom.current().nextLong(PAUSE_MS / 6);
        long unused = vertx.setTimer(PAUSE_MS - jitter, due -> begin());
    }
}
