package io.reelbus.job;

import java.util.List;
import java.util.Optional;

/**
 * All that is known of one file at one moment: its job, its journal in order, and the latest progress if there is one
 * since the last journal entry.
 */
public record Story(Job job, List<JobEvent> journal, Optional<JobEvent.Progress> progress) {
    public Story {
        if (journal.isEmpty()) {
            throw new IllegalArgumentException("a story begins with its acceptance: " + job.fileId());
        }
        journal = List.copyOf(journal);
    }

    /** The position of the newest event in it. */
    public long seq() {
        long entry = last().seq();
        return Math.max(entry, progress.map(JobEvent.Progress::seq).orElse(entry));
    }

    /** The newest journal entry. */
    public JobEvent last() {
        return journal.get(journal.size() - 1);
    }

    public boolean isClosed() {
        return last().isTerminal();
    }
}
