package io.reelbus.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as the store holds it: {@code attempt} counts the attempts begun so far (0: none), {@code output} is the media
 * address of the published results and is there exactly when the job is completed.
 */
public record Job(
        FileId fileId, JobState state, Upload upload, Instant createdAt, int attempt, Optional<String> output) {}
