package io.reelbus.transcode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node transcodes.
 *
 * @param ffmpeg path of the ffmpeg to use; empty: the one on PATH, else the bundled one
 * @param profiles folder of profiles, one JSON file each, beside those that come with Reelbus
 * @param slots how many videos are transcoded at once; 0: half of the cores, at least one
 * @param stallSeconds a transcode whose progress does not change for so long is killed
 * @param wallSeconds a transcode that takes longer is killed
 * @param probeSeconds a probe, and the making of a poster, may take so long
 * @param memoryMegabytes address space of one ffmpeg; 0: 8192 and 256 for each core (glibc reserves 64 MB per arena)
 * @param outputMegabytes the largest file that ffmpeg may write
 */
public record TranscodeConfig(
        String ffmpeg,
        String profiles,
        int slots,
        int stallSeconds,
        int wallSeconds,
        int probeSeconds,
        int memoryMegabytes,
        int outputMegabytes) {

    /** Where it is not there, nothing is missing. */
    private static final String PROFILES = "conf/profiles";

    /** What holds where nothing is configured. */
    public static final TranscodeConfig DEFAULTS = new TranscodeConfig("", PROFILES, 0, 60, 6 * 3600, 30, 0, 65_536);

    /** Throws IllegalArgumentException whose message names the key. */
    public TranscodeConfig {
        atLeast("slots", slots, 0);
        atLeast("stallSeconds", stallSeconds, 1);
        atLeast("wallSeconds", wallSeconds, 1);
        atLeast("probeSeconds", probeSeconds, 1);
        atLeast("memoryMegabytes", memoryMegabytes, 0);
        atLeast("outputMegabytes", outputMegabytes, 1);
    }

    /** The folder of profiles, if there is one; one that was configured must be there. */
    public Optional<Path> profilesFolder() {
        Path folder = Path.of(profiles);
        return profiles.isEmpty() || profiles.equals(PROFILES) && !Files.isDirectory(folder)
                ? Optional.empty()
                : Optional.of(folder.toAbsolutePath());
    }

    /** How many videos are transcoded at once on this machine. */
    public int effectiveSlots() {
        return slots > 0 ? slots : Math.max(1, cores() / 2);
    }

    /** What one transcode may use. */
    Limits transcodeLimits() {
        return limits(wallSeconds, stallSeconds);
    }

    /** What a probe or a poster may use; they are too short to stall. */
    Limits probeLimits() {
        return limits(probeSeconds, Limits.NEVER);
    }

    private Limits limits(int wall, int stall) {
        long memory = memoryMegabytes > 0 ? memoryMegabytes : 8192 + 256L * cores();
        // More CPU time than all cores can give within the wall time: it binds only where this JVM is not there to
        // watch.
        long cpu = (long) wall * cores() + 60;
        return new Limits(wall * 1000L, stall * 1000L, memory << 20, cpu, (long) outputMegabytes << 20);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("transcode." + key + " must be " + least + " or more");
        }
    }
}
