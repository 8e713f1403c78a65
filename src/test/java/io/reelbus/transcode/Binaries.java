package io.reelbus.transcode;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The two kinds of ffmpeg that Reelbus must work with. */
final class Binaries {
    /** Where JUnit finds {@link #both}. */
    static final String BOTH = "io.reelbus.transcode.Binaries#both";

    private Binaries() {}

    /** For tests that each of them must pass. */
    static Stream<Named<FfmpegBinary>> both() {
        return Stream.of(Named.of("system", system()), Named.of("bundled", bundled()));
    }

    /** The one of the system, which scripts/prepare installs. */
    static FfmpegBinary system() {
        return Lazy.SYSTEM;
    }

    /** The one that comes with Reelbus. */
    static FfmpegBinary bundled() {
        return Lazy.BUNDLED;
    }

    private static final class Lazy {
        static final FfmpegBinary SYSTEM = FfmpegLocator.onPath().orElseThrow();
        static final FfmpegBinary BUNDLED = FfmpegLocator.bundled(Path.of("target", "ffmpeg"));
    }
}
