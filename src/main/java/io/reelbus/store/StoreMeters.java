package io.reelbus.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.job.JobState;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The meters of the store: how many jobs are in each state, for the whole store and so the same on every node, and how
 * busy this node's connections are.
 */
public final class StoreMeters {
    /** Counting reads the index of all jobs, and several may watch at once. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LIMIT_MS = 2_000;

    private final JobStore jobs;

    private volatile Optional<Map<JobState, Long>> census = Optional.empty();
    private Future<Void> counting = Future.succeededFuture();
    private long countedAt = System.nanoTime() - FRESH_NANOS;

    public StoreMeters(JobStore jobs, MeterRegistry registry) {
        this.jobs = jobs;
        for (JobState state : JobState.values()) {
            Gauge.builder("reelbus.jobs", () -> count(state))
                    .description("Jobs in the store by state; the same on every node")
                    .baseUnit("jobs")
                    .tag("state", state.wire())
                    .register(registry);
        }
        jobs.meterConnections(registry);
    }

    /** Not a number while the store does not answer: an old figure would look like a new one. */
    private double count(JobState state) {
        return census.map(found -> found.getOrDefault(state, 0L).doubleValue()).orElse(Double.NaN);
    }

    /** Counts the jobs anew unless that was done a moment ago; never fails. */
    public synchronized Future<Void> refresh() {
        if (counting.isComplete() && System.nanoTime() - countedAt >= FRESH_NANOS) {
            countedAt = System.nanoTime();
            counting = jobs.census()
                    .timeout(LIMIT_MS, TimeUnit.MILLISECONDS)
                    .map(Optional::of)
                    .otherwise(Optional.empty())
                    .map(found -> {
                        census = found;
                        return null;
                    });
        }
        return counting;
    }
}
