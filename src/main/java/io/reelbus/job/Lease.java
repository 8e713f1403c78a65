package io.reelbus.job;

/**
 * A worker's right to work on a job. Every write of the worker carries the {@code fence}; once another worker has
 * claimed the job, or it was ended, the fence no longer matches and nothing can be written with it.
 */
public record Lease(FileId fileId, long fence, Upload upload, JobEvent.Started started) {
    public int attempt() {
        return started.attempt();
    }
}
