package io.reelbus.transcode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the ffmpeg of this node: the configured one, else one on PATH that can do the work, else the bundled one. */
public final class FfmpegLocator {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegLocator.class);

    private FfmpegLocator() {}

    /**
     * The ffmpeg to use. Blocks: it runs each candidate once, some 100 ms.
     *
     * @param dataDir below it the bundled one is unpacked when it is needed
     * @throws IllegalArgumentException names {@code transcode.ffmpeg} when the configured one cannot be used, or when
     *     there is none at all
     */
    public static FfmpegBinary find(TranscodeConfig config, Path dataDir) {
        FfmpegBinary found = choose(config, dataDir);
        LOG.info(
                "ffmpeg found path={} version={} bundled={} encoders={} filters={}",
                found.path(),
                found.version(),
                found.bundled(),
                String.join(",", found.usedEncoders()),
                String.join(",", found.usedFilters()));
        return found;
    }

    private static FfmpegBinary choose(TranscodeConfig config, Path dataDir) {
        if (!config.ffmpeg().isEmpty()) {
            Path path = Path.of(config.ffmpeg()).toAbsolutePath();
            return Examination.of(path, false)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "transcode.ffmpeg is not a usable ffmpeg (4.4 or newer, with libx264): " + path));
        }
        return onPath().orElseGet(() -> bundled(dataDir));
    }

    static Optional<FfmpegBinary> onPath() {
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path candidate =
                    Path.of(folder.isEmpty() ? "." : folder).resolve("ffmpeg").toAbsolutePath();
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                Optional<FfmpegBinary> found = Examination.of(candidate, false);
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

    static FfmpegBinary bundled(Path dataDir) {
        try {
            return Examination.of(BundledFfmpeg.unpack(dataDir.resolve("bin")), true)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "transcode.ffmpeg must be set: the bundled ffmpeg does not run on this machine"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "transcode.ffmpeg must be set: the bundled ffmpeg cannot be unpacked: " + e.getMessage(), e);
        }
    }
}
