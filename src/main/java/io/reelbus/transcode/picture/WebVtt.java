package io.reelbus.transcode.picture;

import java.util.Locale;

/** The text of WebVTT (W3C). */
final class WebVtt {
    static final String HEAD = "WEBVTT\n";

    private WebVtt() {}

    /** A moment as a cue has it, {@code hours:minutes:seconds.thousandths}. */
    static String time(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("nothing is shown at " + millis + " ms");
        }
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    /** One cue, with the empty line in front of it. */
    static String cue(long fromMillis, long toMillis, String payload) {
        return "\n" + time(fromMillis) + " --> " + time(toMillis) + "\n" + payload + "\n";
    }
}
