package io.reelbus.transcode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ffmpeg of this node.
 *
 * @param version as it says itself, for instance {@code 4.4.1-static}
 * @param bundled whether it came with Reelbus
 */
public record FfmpegBinary(Path path, String version, boolean bundled) {
    private static final Pattern RELEASE = Pattern.compile("n?(\\d+)\\.(\\d+).*");

    /** Whether it is still there and may be run; blocking. */
    public boolean isExecutable() {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    /** Whether its release, where it names one, knows every option we use; snapshots are taken to be new. */
    boolean isRecent() {
        Matcher release = RELEASE.matcher(version);
        if (!release.matches()) {
            return true;
        }
        int major = Integer.parseInt(release.group(1));
        // -stats_period came with 4.4.
        return major > 4 || major == 4 && Integer.parseInt(release.group(2)) >= 4;
    }
}
