package io.reelbus.transcode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments with which ffmpeg is run: those that every run has, and how a file is named. */
final class Arguments {
    /**
     * Containers that hold their media themselves. Play lists (HLS, DASH, ffconcat) are not among them: they are text
     * that makes ffmpeg read other files, and the protocol white list does not stop them.
     */
    private static final String FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,gif,"
            + "wav,mp3,flac,aac,h264,hevc,ivf";

    /** The most pixels of a picture: 7680x4320, which bounds the memory of a decoder. */
    private static final int MOST_PIXELS = 33_177_600;

    private Arguments() {}

    /** What stands in front of every input, and the input. */
    static List<String> input(Path file) {
        return List.of(
                "-nostdin",
                "-protocol_whitelist",
                "file",
                "-max_pixels",
                String.valueOf(MOST_PIXELS),
                "-format_whitelist",
                FORMATS,
                "-i",
                url(file));
    }

    /** To read what a file holds; ffmpeg ends with an error because no output is named. */
    static List<String> probe(Path source) {
        return concat(List.of("-hide_banner", "-loglevel", "info"), input(source));
    }

    /** A file's name as ffmpeg takes it literally: without a protocol, a name with a colon would be one. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
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
