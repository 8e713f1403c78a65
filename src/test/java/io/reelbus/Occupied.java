package io.reelbus;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** All threads of a pool of Vert.x, busy until this is closed: what is to be done on them waits, as on a slow machine. */
public final class Occupied implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    /** Returns once all of these so many threads are busy. */
    public Occupied(Vertx vertx, String pool, int threads) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(threads);
        WorkerExecutor executor = vertx.createSharedWorkerExecutor(pool, threads);
        for (int i = 0; i < threads; i++) {
            var unused = executor.executeBlocking(
                    () -> {
                        busy.countDown();
                        over.await();
                        return null;
                    },
                    false);
        }
        if (!busy.await(10, TimeUnit.SECONDS)) {
            over.countDown();
            throw new AssertionError("the pool " + pool + " has fewer threads than " + threads);
        }
    }

    /** Has them go on. */
    @Override
    public void close() {
        over.countDown();
    }
}
