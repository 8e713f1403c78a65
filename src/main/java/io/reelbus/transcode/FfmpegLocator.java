package io.reelbus.transcode;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the ffmpeg of this node: the configured one, else one on PATH that can do the work, else the bundled one. */
public final class FfmpegLocator {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegLocator.class);
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");

    private FfmpegLocator() {}

    /**
     * The ffmpeg to use. Blocks: it runs each candidate once.
     *
     * @param dataDir below it the bundled one is unpacked when it is needed
     * @throws IllegalArgumentException names {@code transcode.ffmpeg} when the configured one cannot be used, or when
     *     there is none at all
     */
    public static FfmpegBinary find(TranscodeConfig config, Path dataDir) {
        if (!config.ffmpeg().isEmpty()) {
            Path path = Path.of(config.ffmpeg()).toAbsolutePath();
            return examine(path, false)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "transcode.ffmpeg is not a usable ffmpeg (4.4 or newer, with libx264): " + path));
        }
        return onPath().orElseGet(() -> bundled(dataDir));
    }

    private static Optional<FfmpegBinary> onPath() {
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path candidate =
                    Path.of(folder.isEmpty() ? "." : folder).resolve("ffmpeg").toAbsolutePath();
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                Optional<FfmpegBinary> found = examine(candidate, false);
                if (found.isPresent()) {
                    return found;
                }
                LOG.warn(
                        "ffmpeg passed over path={} reason=\"older than 4.4, without libx264, or it does not run\"",
                        candidate);
            }
        }
        return Optional.empty();
    }

    private static FfmpegBinary bundled(Path dataDir) {
        try {
            return examine(BundledFfmpeg.unpack(dataDir.resolve("bin")), true)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "transcode.ffmpeg must be set: the bundled ffmpeg does not run on this machine"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "transcode.ffmpeg must be set: the bundled ffmpeg cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static Optional<FfmpegBinary> examine(Path path, boolean bundled) {
        try {
            Process process = Sandbox.builder(List.of(path.toString(), "-version"))
                    .redirectErrorStream(true)
                    .start();
            // What it says is shorter than a pipe's buffer, so waiting before reading cannot block it.
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? describe(path, said, bundled) : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The binary that said this about itself, unless it cannot do the work. */
    static Optional<FfmpegBinary> describe(Path path, String said, boolean bundled) {
        Matcher version = VERSION.matcher(said);
        if (!version.lookingAt() || !said.contains("--enable-libx264")) {
            return Optional.empty();
        }
        return Optional.of(new FfmpegBinary(path, version.group(1), bundled)).filter(FfmpegBinary::isRecent);
    }
}
