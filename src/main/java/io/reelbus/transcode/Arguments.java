package io.reelbus.transcode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arguments with which ffmpeg is run: those that every run has, and how a file is named. */
final class Arguments {
    /**
     * Containers that hold their media themselves, by all names of their demuxers. Play lists (HLS, DASH, ffconcat) are
     * not among them: they are text that makes ffmpeg read other files, and the protocol white list does not stop them.
     */
    private static final List<String> CONTAINERS = List.of(
            "mov,mp4,m4a,3gp,3g2,mj2",
            "matroska,webm",
            "avi",
            "mpegts",
            "mpeg",
            "flv",
            "ogg",
            "asf",
            "mxf",
            "gif",
            "wav",
            "mp3",
            "flac",
            "aac",
            "h264",
            "hevc",
            "ivf");

    private static final String FORMATS = String.join(",", CONTAINERS);

    /** The most pixels of a picture: 7680x4320, which bounds the memory of a decoder. */
    static final int MOST_PIXELS = 33_177_600;

    /** Says little; what is made replaces what a run that was cut short has left. */
    static final List<String> QUIET = List.of("-hide_banner", "-loglevel", "warning", "-nostats", "-y");

    /** The same, with reports of progress on the standard output, ten times a second. */
    static final List<String> REPORTING = concat(QUIET, List.of("-progress", "pipe:1", "-stats_period", "0.1"));

    /**
     * Nothing of the source but its streams: where a clip was filmed is nobody's business. A stream that begins late makes
     * the others wait, for as long as that is: how many packets may is bounded by their memory alone.
     */
    static final List<String> BARE =
            List.of("-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "100000000");

    private Arguments() {}

    /** What stands in front of an input that was made here, and the input. */
    static List<String> input(Path made) {
        return input(made, "", MOST_PIXELS);
    }

    /**
     * What stands in front of an input, and the input; a format that is no container is forced.
     *
     * @param pixels the most of a picture that is decoded
     */
    static List<String> input(Path file, String format, long pixels) {
        boolean still = Still.isFormat(format);
        return concat(
                List.of("-nostdin", "-protocol_whitelist", "file", "-max_pixels", String.valueOf(decoded(pixels))),
                List.of("-format_whitelist", still ? format : FORMATS),
                // Some releases turn a picture by its EXIF and others do not: we do.
                still ? List.of("-noautorotate", "-f", format) : List.of(),
                List.of("-i", url(file)));
    }

    /** A name of each demuxer without which something is not read that is taken. */
    static Set<String> demuxers() {
        return Stream.concat(
                        CONTAINERS.stream().map(names -> names.split(",", 2)[0]),
                        Still.FORMATS.stream().sorted())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * What ffmpeg is to be told, so that what has the most pixels that are allowed can be decoded: it counts lines that are
     * padded to 64 px, and the blocks that stand over the edges.
     */
    private static long decoded(long pixels) {
        return pixels + pixels / 8 + 65_536;
    }

    /** To read all streams of a file to their ends, decoding nothing, and report how far they reach. */
    static List<String> reading(Path source, String format, long pixels) {
        return concat(
                REPORTING,
                input(source, format, pixels),
                List.of("-map", "0:v?", "-map", "0:a?", "-map", "0:s?", "-c", "copy", "-f", "null", "-"));
    }

    /** To read what a file holds; ffmpeg ends with an error because no output is named. */
    static List<String> probe(Path source, String format, long pixels) {
        return concat(List.of("-hide_banner", "-loglevel", "info"), input(source, format, pixels));
    }

    /** A file's name as ffmpeg takes it literally: without a protocol, a name with a colon would be one. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    /** The same, of a file in the working folder: patterns of names must not meet a folder's name with a % in it. */
    static String local(String name) {
        return "file:" + name;
    }

    @SafeVarargs
    static List<String> concat(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }
}
