package io.reelbus.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Pictures that stand. ffmpeg would find their demuxers by a name that may be a pattern for other files, so they are told
 * apart here, by their first bytes, and their demuxer is forced.
 */
final class Still {
    private static final int LONGEST = 8;
    private static final String PNG = "89504e470d0a1a0a";
    private static final String JPEG = "ffd8ff";
    private static final String PNG_PIPE = "png_pipe";
    private static final String JPEG_PIPE = "jpeg_pipe";

    /** Their demuxers, which are forced. */
    static final Set<String> FORMATS = Set.of(PNG_PIPE, JPEG_PIPE);

    private Still() {}

    /** The demuxer of this file, where it is such a picture. Blocks. */
    static Optional<String> format(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return format(bytes.readNBytes(LONGEST));
        }
    }

    static Optional<String> format(byte[] begin) {
        String hex = HexFormat.of().formatHex(begin);
        return hex.startsWith(PNG)
                ? Optional.of(PNG_PIPE)
                : hex.startsWith(JPEG) ? Optional.of(JPEG_PIPE) : Optional.empty();
    }

    /** How it is to be turned; upright where it is no picture that can say so. Blocks. */
    static Orientation orientation(Path file, String format) throws IOException {
        if (!format.equals(JPEG_PIPE)) {
            return Orientation.UPRIGHT;
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            return JpegHead.orientation(bytes.readNBytes(JpegHead.MOST_BYTES));
        }
    }

    static boolean isFormat(String name) {
        return FORMATS.contains(name);
    }
}
