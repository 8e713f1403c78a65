package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.store.Retained;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {
    @Test
    void zeroDaysAreForEver() {
        RetentionConfig config = new RetentionConfig(1, 0, 36_500);
        assertEquals(Optional.of(Duration.ofDays(1)), config.time(Retained.ORIGINALS));
        assertEquals(Optional.empty(), config.time(Retained.RESULTS));
        assertEquals(Optional.of(Duration.ofDays(36_500)), config.time(Retained.HISTORY));
    }

    @Test
    void daysThatAreNoneAreRefusedByTheirKey() {
        assertRefused("retention.originalsDays", -1, 0, 0);
        assertRefused("retention.resultsDays", 0, 36_501, 0);
        assertRefused("retention.historyDays", 0, 0, Integer.MIN_VALUE);
    }

    private static void assertRefused(String key, int originals, int results, int history) {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> new RetentionConfig(originals, results, history));
        assertEquals(key + " must be 0 to 36500", refused.getMessage());
    }
}
