package io.reelbus;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/** Looks at the start, and then ten seconds after each look, whether jobs wait for what no node serves. */
final class UnservedVerticle extends VerticleBase {
    private static final long PAUSE_MS = TimeUnit.SECONDS.toMillis(10);

    private final UnservedJobs unserved;

    private boolean stopping;
    private Future<Void> look = Future.succeededFuture();

    UnservedVerticle(UnservedJobs unserved) {
        this.unserved = unserved;
    }

    @Override
    public Future<?> start() {
        look();
        return Future.succeededFuture();
    }

    /** Complete when the look under way is over. */
    @Override
    public Future<?> stop() {
        stopping = true;
        return look;
    }

    private void look() {
        look = unserved.look().onSuccess(looked -> {
            if (!stopping) {
                long unused = vertx.setTimer(PAUSE_MS, due -> look());
            }
        });
    }
}
