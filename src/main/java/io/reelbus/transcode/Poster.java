package io.reelbus.transcode;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The one picture that stands for a video. */
final class Poster {
    static final String NAME = "poster.jpg";

    private Poster() {}

    /**
     * Takes it from what was made: of two seconds at a tenth of it, the frame most like the others. This run says too what
     * it reads, and so how long that is.
     */
    static List<String> arguments(double durationSeconds, Path made) {
        return Arguments.concat(
                List.of("-hide_banner", "-loglevel", "info", "-nostats", "-y"),
                List.of("-ss", String.format(Locale.ROOT, "%.3f", durationSeconds / 10)),
                Arguments.input(made, ""),
                List.of("-map", "0:v:0", "-vf", "thumbnail=48", "-frames:v", "1", "-pix_fmt", "yuvj420p", "-q:v", "3"),
                // The plain muxer: the one for pictures gives meaning to a % in a name.
                List.of("-f", "mjpeg", Arguments.local(NAME)));
    }
}
