package io.reelbus.video;

import io.reelbus.store.Retained;
import java.time.Duration;
import java.util.Optional;

/**
 * How many days after the end of its work a video's original, its results and all that is known of it are kept; 0: for
 * ever. What is left of the first two goes with the last.
 */
public record RetentionConfig(int originalsDays, int resultsDays, int historyDays) {
    /** A hundred years; databases know no such times as Java does. */
    private static final int MAX_DAYS = 36_500;

    public RetentionConfig {
        within("originalsDays", originalsDays);
        within("resultsDays", resultsDays);
        within("historyDays", historyDays);
    }

    private static void within(String key, int days) {
        if (days < 0 || days > MAX_DAYS) {
            throw new IllegalArgumentException("retention." + key + " must be 0 to " + MAX_DAYS);
        }
    }

    /** How long this is kept; empty: for ever. */
    public Optional<Duration> time(Retained what) {
        int days = switch (what) {
            case ORIGINALS -> originalsDays;
            case RESULTS -> resultsDays;
            case HISTORY -> historyDays;
        };
        return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }
}
