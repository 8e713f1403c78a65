package io.reelbus.job;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The states of a job and the transitions between them; nothing else changes a job's state. */
public enum JobState {
    /** Accepted, or waiting for its next attempt; no worker holds it. */
    QUEUED,
    /** A worker holds its lease, or held it until it expired. */
    PROCESSING,
    /** Its outputs are published. Final. */
    COMPLETED,
    /** It ended without outputs. Final. */
    FAILED;

    private static final Set<JobState> NONE = Set.of();

    /** The states that may follow this one. PROCESSING follows itself when another worker takes over. */
    public Set<JobState> next() {
        return switch (this) {
            case QUEUED -> EnumSet.of(PROCESSING, FAILED);
            case PROCESSING -> EnumSet.of(PROCESSING, QUEUED, COMPLETED, FAILED);
            case COMPLETED, FAILED -> NONE;
        };
    }

    public boolean isFinal() {
        return next().isEmpty();
    }

    /** Returns {@code next}; throws where the table does not allow it. */
    public JobState to(JobState next) {
        if (!next().contains(next)) {
            throw new IllegalStateException("a job cannot go from " + wire() + " to " + next.wire());
        }
        return next;
    }

    /** The name clients and the store see, for instance {@code queued}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this wire name. */
    public static JobState fromWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
