package io.reelbus.store;

import java.util.Locale;

/** What is kept of a video whose work is over, each for its own time. */
public enum Retained {
    /** The bytes that were uploaded, for all videos that were made of them. */
    ORIGINALS("original_since"),
    /** The published outputs. */
    RESULTS("results_since"),
    /** The job, its journal and its attempts; with them goes whatever bytes are left. */
    HISTORY("ended_at");

    private final String since;

    Retained(String since) {
        this.since = since;
    }

    /** The column that has the end of the job for as long as this is there. */
    String since() {
        return since;
    }

    /** Its name in metrics, for instance {@code originals}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
