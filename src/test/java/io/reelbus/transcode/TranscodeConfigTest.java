package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

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
    void configuredMemoryAndOutputAreMegabytes() {
        Limits limits = new TranscodeConfig("", "", 0, 60, 60, 30, 100, 2).transcodeLimits();
        assertEquals(100L * 1024 * 1024, limits.memoryBytes());
        assertEquals(2L * 1024 * 1024, limits.outputBytes());
    }

    @Test
    void configuredCpuTimeBoundsEachRunAndIsOtherwiseWhatTheCoresCanGive() {
        int cores = Runtime.getRuntime().availableProcessors();
        assertEquals(
                6L * 3600 * cores + 60,
                TranscodeConfig.DEFAULTS.transcodeLimits().cpuSeconds());
        TranscodeConfig config = bounds(20, 1, 1, 1);
        assertEquals(20, config.transcodeLimits().cpuSeconds());
        assertEquals(20, config.probeLimits().cpuSeconds());
        assertEquals(30L * cores + 60, bounds(1_000_000, 1, 1, 1).probeLimits().cpuSeconds());
    }

    @Test
    void whatIsTakenAsAVideoIsConfigured() {
        assertEquals(new MediaBounds(64, 33_177_600, 86_400), TranscodeConfig.DEFAULTS.mediaBounds());
        assertEquals(new MediaBounds(3, 2, 4 * 3600), bounds(0, 2, 3, 4).mediaBounds());
        assertEquals(4 * 3600, bounds(0, 2, 3, 4).transcodeLimits().mediaSeconds());
    }

    @Test
    void aBadBoundIsNamed() {
        assertNamed("transcode.cpuSeconds must be 0 or more", () -> bounds(-1, 1, 1, 1));
        assertNamed("transcode.maxPixels must be 1 or more", () -> bounds(0, 0, 1, 1));
        assertNamed("transcode.maxStreams must be 1 or more", () -> bounds(0, 1, 0, 1));
        assertNamed("transcode.maxHours must be 1 or more", () -> bounds(0, 1, 1, 0));
        assertNamed("transcode.maxPixels must be 33177600 or less", () -> bounds(0, 33_177_601, 1, 1));
        assertNamed("transcode.maxStreams must be 256 or less", () -> bounds(0, 1, 257, 1));
        assertNamed("transcode.maxHours must be 99 or less", () -> bounds(0, 1, 1, 100));
    }

    private static TranscodeConfig bounds(int cpu, int pixels, int streams, int hours) {
        return new TranscodeConfig("", "", 0, 60, 60, 30, 0, 1, cpu, pixels, streams, hours);
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
        assertNamed(message, () -> new TranscodeConfig("", "", slots, stall, wall, probe, memory, output));
    }

    private static void assertNamed(String message, Executable made) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
    }
}
