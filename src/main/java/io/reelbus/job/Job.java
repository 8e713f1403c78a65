package io.reelbus.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as the store holds it.
 *
 * @param priority 0 to 9; of the jobs that wait, the highest is done first
 * @param attempt how many attempts have begun so far
 * @param output the media address of the published results; there exactly when the job is completed
 * @param retryOf the failed job that this one repeats
 */
public record Job(
        FileId fileId,
        JobState state,
        Upload upload,
        int priority,
        Instant createdAt,
        int attempt,
        Optional<String> output,
        Optional<FileId> retryOf) {}
