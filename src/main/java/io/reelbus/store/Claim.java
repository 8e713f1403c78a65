package io.reelbus.store;

import io.reelbus.job.JobEvent;
import io.reelbus.job.Lease;

/** What asking for work gave. */
public sealed interface Claim {
    Claim NOTHING = new Nothing();

    /** A job is ours for as long as the lease lasts. */
    record Held(Lease lease) implements Claim {}

    /** A job was found that may not be tried again: it has ended, and somebody must announce it. */
    record Ended(JobEvent.Failed failed) implements Claim {}

    /** No job is waiting. */
    record Nothing() implements Claim {}
}
