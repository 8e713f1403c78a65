package io.reelbus.transcode;

import java.util.Locale;

/** What a file that was made is for. */
public enum Role {
    VIDEO,
    AUDIO,
    /** A picture that stood alone when it was uploaded. */
    IMAGE,
    SUBTITLES,
    /** A list for players: of HLS. */
    PLAYLIST,
    POSTER,
    /** A sheet of small pictures, or the WebVTT that says when each of them is seen. */
    STORYBOARD,
    WAVEFORM;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
