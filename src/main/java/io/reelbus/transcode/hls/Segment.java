package io.reelbus.transcode.hls;

/**
 * A piece of a rendition that players fetch at once.
 *
 * @param seconds that it plays, at least 0
 * @param file in which its bytes are, as the playlist names it
 * @param from where they begin
 * @param bytes how many they are, at least 0
 */
public record Segment(double seconds, String file, long from, long bytes) {
    public Segment {
        if (!(seconds >= 0) || seconds > 86_400 || from < 0 || bytes < 0 || bytes > Long.MAX_VALUE - from) {
            throw new IllegalArgumentException(
                    "no segment lasts " + seconds + " s and has " + bytes + " bytes from " + from + " on");
        }
    }

    long end() {
        return from + bytes;
    }
}
