package io.reelbus.store;

import io.reelbus.job.JobEvent;
import io.reelbus.job.Lease;
import java.time.Duration;

/** What asking for work gave. */
public sealed interface Claim {
    Claim NOTHING = new Nothing();

    /**
     * A job is ours for as long as the lease lasts.
     *
     * @param waited how long ago the job was accepted
     * @param takenOver whether it was taken from a worker that has gone silent
     */
    record Held(Lease lease, Duration waited, boolean takenOver) implements Claim {}

    /** A job was found that may not be tried again: it has ended, and somebody must announce it. */
    record Ended(JobEvent.Failed failed) implements Claim {}

    /** No job is waiting. */
    record Nothing() implements Claim {}
}
