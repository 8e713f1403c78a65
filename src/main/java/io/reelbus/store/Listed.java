package io.reelbus.store;

import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import java.util.Optional;

/**
 * A job in a list of jobs: where it stands, in short.
 *
 * @param worker the slot that works on it, or was the last to do so
 * @param progress the latest since the last journal entry
 * @param last the newest journal entry
 */
public record Listed(Job job, Optional<String> worker, Optional<JobEvent.Progress> progress, JobEvent last) {}
