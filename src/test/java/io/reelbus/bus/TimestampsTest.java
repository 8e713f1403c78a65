package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimestampsTest {
    @Test
    void everyMomentIsWrittenWithMillisecondsAndInUtc() {
        for (String text : new String[] {
            "2026-11-25T00:00:00.000Z",
            "2026-11-25T23:59:59.999Z",
            "2026-11-26T00:00:00.001Z",
            "2026-11-25T09:08:07.060Z",
            "1969-12-31T23:59:59.999Z",
            "2028-02-29T12:34:56.789Z"
        }) {
            assertEquals(text, Timestamps.text(Instant.parse(text)));
        }
        assertEquals("2026-01-01T00:00:00.123Z", Timestamps.text(Instant.parse("2026-01-01T00:00:00.123999999Z")));
    }
}
