package io.reelbus.store;

import io.reelbus.job.JobEvent;
import java.time.Duration;

/** What became of a job whose attempt failed. */
public sealed interface Failing {
    Failing LEASE_LOST = new LeaseLost();

    /** It has failed for good. */
    record Final(JobEvent.Failed failed) implements Failing {}

    /** It is back in the queue and may be claimed again after the pause. */
    record Again(Duration pause) implements Failing {}

    /** Somebody else has the job, or it was ended: nothing was written. */
    record LeaseLost() implements Failing {}
}
