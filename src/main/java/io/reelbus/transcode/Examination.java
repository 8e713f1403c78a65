package io.reelbus.transcode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a binary what it is and what it was built with. */
final class Examination {
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");
    private static final int MOST_SECONDS = 10;
    private static final int MOST_BYTES = 1 << 20;

    /** Whatever is found under the name of ffmpeg, it does not get more than this. */
    private static final Limits LIMITS =
            new Limits(MOST_SECONDS * 1000L, Limits.NEVER, 4L << 30, MOST_SECONDS, MOST_BYTES, 0);

    private Examination() {}

    /** The binary, unless it does not run or cannot do the work. Blocks for the longest of four short runs. */
    static Optional<FfmpegBinary> of(Path path, boolean bundled) {
        var version = ask(path, "-version");
        var encoders = ask(path, "-encoders");
        var filters = ask(path, "-filters");
        var formats = ask(path, "-formats");
        String listed = formats.join().orElse("");
        Abilities abilities = new Abilities(
                Abilities.names(encoders.join().orElse("")),
                Abilities.names(filters.join().orElse("")),
                Abilities.muxers(listed),
                Abilities.demuxers(listed));
        // One that cannot list its formats would be taken for one without any, which serves nothing.
        return listed.isEmpty()
                ? Optional.empty()
                : version.join().flatMap(said -> describe(path, said, bundled, abilities));
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

    /** What it says; empty where it fails, and where it says more than anybody would read. */
    private static CompletableFuture<Optional<String>> ask(Path path, String question) {
        Process process;
        try {
            // Started here: the signal that ends it with its parent is sent when the thread ends that started it.
            process = Sandbox.builder(Sandbox.ofThisMachine().command(path, List.of("-hide_banner", question), LIMITS))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException unusable) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> read(process))
                .thenCombine(process.onExit(), (said, dead) -> dead.exitValue() == 0 ? said : Optional.<String>empty())
                .completeOnTimeout(Optional.empty(), MOST_SECONDS, TimeUnit.SECONDS)
                .whenComplete((said, failure) -> process.toHandle().destroyForcibly());
    }

    private static Optional<String> read(Process process) {
        try {
            byte[] said = process.getInputStream().readNBytes(MOST_BYTES + 1);
            if (said.length > MOST_BYTES) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new String(said, StandardCharsets.UTF_8));
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
