package io.reelbus.transcode;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    static Optional<FfmpegBinary> onPath() {
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

    static FfmpegBinary bundled(Path dataDir) {
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
            Optional<String> version = ask(path, "-version");
            if (version.isEmpty()) {
                return Optional.empty();
            }
            Abilities abilities = new Abilities(
                    Abilities.names(ask(path, "-encoders").orElse("")),
                    Abilities.names(ask(path, "-filters").orElse("")));
            return describe(path, version.get(), bundled, abilities);
        } catch (IOException unusable) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What it says; empty where it fails. */
    private static Optional<String> ask(Path path, String option) throws IOException, InterruptedException {
        Process process = Sandbox.builder(List.of(path.toString(), "-hide_banner", option))
                .redirectErrorStream(true)
                .start();
        var said = CompletableFuture.supplyAsync(() -> read(process));
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.empty();
        }
        return process.exitValue() == 0 ? Optional.of(said.join()) : Optional.empty();
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    /** The binary that said this about itself, unless it cannot do the work. */
    static Optional<FfmpegBinary> describe(Path path, String said, boolean bundled, Abilities abilities) {
        Matcher version = VERSION.matcher(said);
        if (!version.lookingAt() || !abilities.encoders().contains("libx264")) {
            return Optional.empty();
        }
        return Optional.of(new FfmpegBinary(path, version.group(1), bundled, abilities))
                .filter(FfmpegBinary::isRecent);
    }
}
