package io.reelbus.transcode.hls;

import java.util.Locale;

/** The playlist of subtitles that are one WebVTT file for the whole video: a single segment (RFC 8216, 3.5). */
public final class SubtitlePlaylist {
    private SubtitlePlaylist() {}

    /**
     * @param file the WebVTT file's name, beside the playlist
     * @param seconds how long the video is, above 0
     */
    public static String text(String file, double seconds) {
        Attributes.checkName(file);
        if (!(seconds > 0) || seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no video lasts " + seconds + " s");
        }
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" + (long) Math.ceil(seconds)
                + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:"
                + String.format(Locale.ROOT, "%.6f", seconds) + ",\n" + file + "\n#EXT-X-ENDLIST\n";
    }
}
