package io.reelbus.video;

import io.reelbus.store.Cursor;
import io.reelbus.store.JobStore;
import io.reelbus.store.RetentionStep;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Forgets of videos that were removed what makes their ids safe to come again. By then no worker can be left that works
 * on one, and hardly a client that remembers how far it has watched.
 */
public final class TombstoneStep implements RetentionStep {
    private static final Duration TIME = Duration.ofDays(7);
    private static final int BATCH = 1_000;

    private final JobStore jobs;

    public TombstoneStep(JobStore jobs) {
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "tombstones";
    }

    @Override
    public Future<Optional<Cursor>> batch(Optional<Cursor> after) {
        return jobs.sweepTombstones(TIME, BATCH);
    }
}
