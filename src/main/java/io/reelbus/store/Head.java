package io.reelbus.store;

import io.reelbus.job.JobState;

/**
 * Where a job stands, without its story: enough to tell whether somebody has missed something.
 *
 * @param seq the position of the newest event in its story
 * @param attempt how many attempts have begun
 */
public record Head(JobState state, long seq, int attempt) {}
