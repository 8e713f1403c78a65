package io.reelbus.transcode;

import java.nio.file.Path;

/** The two kinds of ffmpeg that Reelbus must work with. */
final class Binaries {
    private Binaries() {}

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
