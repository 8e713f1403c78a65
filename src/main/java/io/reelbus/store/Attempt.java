package io.reelbus.store;

import io.reelbus.job.AttemptReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What operators may know of one attempt at a job.
 *
 * @param worker the slot that made it
 * @param endedAt empty while it is under way
 * @param outcome {@code completed}, {@code released}, {@code lost} or the code of a failure; empty while it is under way
 * @param said ffmpeg's last words, line by line; empty where there are none
 * @param report what its worker told at its end; {@link AttemptReport#NONE} where it told nothing
 */
public record Attempt(
        int number,
        String worker,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<String> outcome,
        String said,
        AttemptReport report) {}
