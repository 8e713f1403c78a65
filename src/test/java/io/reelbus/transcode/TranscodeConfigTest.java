package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TranscodeConfigTest {
    @Test
    void theDefaultsAreUsable() {
        assertTrue(TranscodeConfig.DEFAULTS.effectiveSlots() >= 1);
        assertEquals(60_000, TranscodeConfig.DEFAULTS.transcodeLimits().stallMillis());
        assertEquals(6 * 3600 * 1000, TranscodeConfig.DEFAULTS.transcodeLimits().wallMillis());
        assertEquals(30_000, TranscodeConfig.DEFAULTS.probeLimits().wallMillis());
        assertEquals(Limits.NEVER, TranscodeConfig.DEFAULTS.probeLimits().stallMillis());
    }

    @Test
    void aNumberOfSlotsIsTakenAsItIs() {
        assertEquals(3, new TranscodeConfig("", "", 3, 60, 60, 30, 0, 1).effectiveSlots());
    }

    @Test
    void configuredMemoryAndFileSizeAreMegabytes() {
        Limits limits = new TranscodeConfig("", "", 0, 60, 60, 30, 100, 2).transcodeLimits();
        assertEquals(100L * 1024 * 1024, limits.memoryBytes());
        assertEquals(2L * 1024 * 1024, limits.fileBytes());
    }

    @Test
    void aBadValueIsNamed() {
        assertNamed("transcode.slots must be 0 or more", -1, 60, 60, 30, 0, 1);
        assertNamed("transcode.stallSeconds must be 1 or more", 0, 0, 60, 30, 0, 1);
        assertNamed("transcode.wallSeconds must be 1 or more", 0, 60, 0, 30, 0, 1);
        assertNamed("transcode.probeSeconds must be 1 or more", 0, 60, 60, 0, 0, 1);
        assertNamed("transcode.memoryMegabytes must be 0 or more", 0, 60, 60, 30, -1, 1);
        assertNamed("transcode.outputMegabytes must be 1 or more", 0, 60, 60, 30, 0, 0);
    }

    private static void assertNamed(String message, int slots, int stall, int wall, int probe, int memory, int output) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new TranscodeConfig("", "", slots, stall, wall, probe, memory, output));
        assertEquals(message, refused.getMessage());
    }
}
