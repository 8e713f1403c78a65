package io.reelbus.store;

import io.reelbus.job.JobState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs of the list of all, the newest first, make a page.
 *
 * @param states only those in one of these; no state: in any
 * @param after only those below this place
 * @param limit at most so many
 */
public record Selection(Set<JobState> states, Optional<Cursor> after, int limit) {
    public Selection {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one job: " + limit);
        }
        Set<JobState> ordered = EnumSet.noneOf(JobState.class);
        ordered.addAll(states);
        states = Collections.unmodifiableSet(ordered);
    }
}
