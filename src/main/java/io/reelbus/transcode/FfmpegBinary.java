package io.reelbus.transcode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ffmpeg of this node.
 *
 * @param version as it says itself, for instance {@code 4.4.1-static}
 * @param bundled whether it came with Reelbus
 * @param abilities what it was built with
 */
public record FfmpegBinary(Path path, String version, boolean bundled, Abilities abilities) {
    /** Those that profiles can name, and those that Reelbus puts into a graph where a source needs it. */
    private static final List<String> USED_ENCODERS =
            List.of("libx264", "libx265", "libsvtav1", "aac", "libopus", "mjpeg", "png", "webvtt");

    private static final List<String> USED_FILTERS =
            List.of("zscale", "tonemap", "bwdif", "thumbnail", "tile", "showwavespic");

    private static final Pattern RELEASE = Pattern.compile("n?(\\d+)\\.(\\d+).*");

    /** Whether it is still there and may be run; blocking. */
    public boolean isExecutable() {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    /** Whether its release, where it names one, knows every option we use. */
    boolean isRecent() {
        // -stats_period came with 4.4.
        return isAtLeast(4, 4);
    }

    /** Whether it is of this release or a later one; snapshots, which name none, are taken to be new. */
    boolean isAtLeast(int major, int minor) {
        Matcher release = RELEASE.matcher(version);
        if (!release.matches()) {
            return true;
        }
        int its = Integer.parseInt(release.group(1));
        return its > major || its == major && Integer.parseInt(release.group(2)) >= minor;
    }

    /** Whether it has the encoder that it lists by this name. */
    boolean hasEncoder(String name) {
        return abilities.encoders().contains(name);
    }

    boolean hasFilter(String name) {
        return abilities.filters().contains(name);
    }

    boolean hasMuxer(String name) {
        return abilities.muxers().contains(name);
    }

    boolean hasDemuxer(String name) {
        return abilities.demuxers().contains(name);
    }

    /** Which it has of the encoders that Reelbus can use, in its own order. */
    public List<String> usedEncoders() {
        return USED_ENCODERS.stream().filter(this::hasEncoder).toList();
    }

    /** The same of filters. */
    public List<String> usedFilters() {
        return USED_FILTERS.stream().filter(this::hasFilter).toList();
    }
}
