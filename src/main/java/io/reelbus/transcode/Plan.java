package io.reelbus.transcode;

import io.reelbus.transcode.profile.Profile;
import java.util.List;
import java.util.Optional;

/**
 * What a profile makes of a source, by one run of ffmpeg that decodes each of its streams once.
 *
 * @param arguments of that run, whose working folder takes the files; empty: there is nothing to run
 * @param products what it writes, the sheets of the storyboard aside, whose number only its end shows
 * @param main the video that stands for all, if there is one
 * @param sheets of small pictures, if they are made
 */
record Plan(
        Profile profile,
        MediaInfo source,
        List<String> arguments,
        List<Product> products,
        Optional<Product> main,
        Optional<Sheets> sheets) {
    /** What ffmpeg writes only so that it reports from the beginning: see {@link VideoGraph#LATE}. */
    static final List<String> BLANKS = List.of(Sheets.name(0), "waveform-0.png");

    Plan {
        arguments = List.copyOf(arguments);
        products = List.copyOf(products);
    }

    /** Small pictures of a video at even times, {@code seconds} apart, on sheets of {@code columns} and {@code rows}. */
    record Sheets(double seconds, Size tile, int columns, int rows) {
        /** The name of a sheet, counted from 1. */
        static String name(int number) {
            return "storyboard-" + number + ".jpg";
        }

        /** All names, as ffmpeg's muxer for pictures takes them. */
        static final String PATTERN = "storyboard-%d.jpg";
    }
}
