package io.reelbus.transcode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pictures that stand. ffmpeg would find their demuxers by a name that may be a pattern for other files, so they are told
 * apart here, by their first bytes, and their demuxer is forced.
 */
final class Still {
    private static final int LONGEST = 12;
    private static final int BRAND = 4;
    private static final String PNG = "89504e470d0a1a0a";
    private static final String JPEG = "ffd8ff";
    private static final String PNG_PIPE = "png_pipe";
    private static final String JPEG_PIPE = "jpeg_pipe";

    /** Of pictures in boxes as those of an MP4, which few releases of ffmpeg read. */
    private static final Pattern HEIF = Pattern.compile("ftyp(?:hei[cxms]|mif1|avif)");

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

    /** Whether it is a HEIC or an AVIF, by its first bytes. Blocks. */
    static boolean isHeif(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return isHeif(bytes.readNBytes(LONGEST));
        }
    }

    static boolean isHeif(byte[] begin) {
        String words = new String(begin, StandardCharsets.ISO_8859_1);
        return words.length() > BRAND && HEIF.matcher(words.substring(BRAND)).matches();
    }

    /** How it is to be turned; upright where it is no picture that can say so. Blocks. */
    static Orientation orientation(Path file, String format) throws IOException {
        if (!isFormat(format)) {
            return Orientation.UPRIGHT;
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            return format.equals(PNG_PIPE)
                    ? PngChunks.orientation(bytes)
                    : JpegHead.orientation(bytes.readNBytes(JpegHead.MOST_BYTES));
        }
    }

    static boolean isFormat(String name) {
        return FORMATS.contains(name);
    }
}
