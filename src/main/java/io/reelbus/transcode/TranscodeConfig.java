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
 * @param outputMegabytes what one run of ffmpeg may write, all its files together
 * @param cpuSeconds CPU time of one run of ffmpeg, all its threads together; 0: what all cores can give within the wall time
 * @param maxPixels the most pixels of a picture
 * @param maxStreams the most streams of a file, of video, audio and subtitles together
 * @param maxHours the longest video
 */
public record TranscodeConfig(
        String ffmpeg,
        String profiles,
        int slots,
        int stallSeconds,
        int wallSeconds,
        int probeSeconds,
        int memoryMegabytes,
        int outputMegabytes,
        int cpuSeconds,
        int maxPixels,
        int maxStreams,
        int maxHours) {

    /** Where it is not there, nothing is missing. */
    private static final String PROFILES = "conf/profiles";

    /** Hours of three digits are not read. */
    private static final int MOST_HOURS = 99;

    /** Of more, what ffmpeg says of a file is not kept whole; it reads 1000 at most. */
    private static final int MOST_STREAMS = 256;

    /** What holds where nothing is configured. */
    public static final TranscodeConfig DEFAULTS =
            new TranscodeConfig("", PROFILES, 0, 60, 6 * 3600, 30, 0, 65_536, 0, Arguments.MOST_PIXELS, 64, 24);

    /** Throws IllegalArgumentException whose message names the key. */
    public TranscodeConfig {
        atLeast("slots", slots, 0);
        atLeast("stallSeconds", stallSeconds, 1);
        atLeast("wallSeconds", wallSeconds, 1);
        atLeast("probeSeconds", probeSeconds, 1);
        atLeast("memoryMegabytes", memoryMegabytes, 0);
        atLeast("outputMegabytes", outputMegabytes, 1);
        atLeast("cpuSeconds", cpuSeconds, 0);
        atLeast("maxPixels", maxPixels, 1);
        atLeast("maxStreams", maxStreams, 1);
        atLeast("maxHours", maxHours, 1);
        // ffmpeg itself is told to refuse more pixels.
        atMost("maxPixels", maxPixels, Arguments.MOST_PIXELS);
        atMost("maxStreams", maxStreams, MOST_STREAMS);
        atMost("maxHours", maxHours, MOST_HOURS);
    }

    /** With the default bounds on CPU time and on what is taken as a video. */
    TranscodeConfig(
            String ffmpeg,
            String profiles,
            int slots,
            int stallSeconds,
            int wallSeconds,
            int probeSeconds,
            int memoryMegabytes,
            int outputMegabytes) {
        this(
                ffmpeg,
                profiles,
                slots,
                stallSeconds,
                wallSeconds,
                probeSeconds,
                memoryMegabytes,
                outputMegabytes,
                DEFAULTS.cpuSeconds,
                DEFAULTS.maxPixels,
                DEFAULTS.maxStreams,
                DEFAULTS.maxHours);
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

    /** What is taken as a video. */
    MediaBounds mediaBounds() {
        return new MediaBounds(maxStreams, maxPixels, maxHours * 3600L);
    }

    private Limits limits(int wall, int stall) {
        long memory = memoryMegabytes > 0 ? memoryMegabytes : 8192 + 256L * cores();
        // More CPU time than all cores can give within the wall time: it binds only where this JVM is not there to
        // watch.
        long most = (long) wall * cores() + 60;
        long cpu = cpuSeconds > 0 ? Math.min(cpuSeconds, most) : most;
        return new Limits(
                wall * 1000L, stall * 1000L, memory << 20, cpu, (long) outputMegabytes << 20, maxHours * 3600L);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("transcode." + key + " must be " + least + " or more");
        }
    }

    private static void atMost(String key, int value, int most) {
        if (value > most) {
            throw new IllegalArgumentException("transcode." + key + " must be " + most + " or less");
        }
    }
}
