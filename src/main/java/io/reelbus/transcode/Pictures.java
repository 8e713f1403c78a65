package io.reelbus.transcode;

import io.reelbus.transcode.picture.PosterChoice;
import io.reelbus.transcode.picture.Storyboard;
import io.reelbus.transcode.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pictures that are made beside a video: which, and the arguments of the runs that make them of what was made. */
final class Pictures {
    static final String POSTER = "poster.jpg";

    /** All sheets of a storyboard, as ffmpeg's muxer for pictures takes their names. */
    static final String SHEETS = "storyboard-%d.jpg";

    private Pictures() {}

    /** The storyboard of a video of this size and length, where the profile wants one. */
    static Optional<Storyboard> storyboard(Profile profile, Size size, double seconds) {
        return Optional.ofNullable(profile.pictureRule().storyboard()).map(rule -> {
            Size tile = tile(size, rule.tileWidth());
            return Storyboard.of(
                    tile.width(),
                    tile.height(),
                    rule.columns(),
                    rule.rows(),
                    seconds,
                    rule.leastSeconds(),
                    rule.mostTiles());
        });
    }

    /** As wide as the rule says, unless it would be more than twice as high. */
    private static Size tile(Size size, int width) {
        double scale = Math.min((double) width / size.width(), 2.0 * width / size.height());
        return new Size(even(scale * size.width()), even(scale * size.height()));
    }

    private static int even(double exact) {
        return Math.max(2, 2 * (int) Math.round(exact / 2));
    }

    /**
     * Its sheets, of a video that was made.
     *
     * @param keyFrames whether its key frames are enough: the others are not decoded then
     */
    static List<String> sheets(Storyboard storyboard, Path made, boolean keyFrames) {
        return Arguments.concat(
                Arguments.QUIET,
                keyFrames ? List.of("-skip_frame", "nokey") : List.of(),
                Arguments.input(made),
                List.of("-map", "0:v:0", "-vf", storyboard.filter(), "-pix_fmt", "yuvj420p", "-q:v", "5"),
                List.of("-f", "image2", Arguments.local(SHEETS)));
    }

    /**
     * One picture of a video that was made, at this part of its length: of a second the frame most like the others. The run
     * says how bright it is, and what it reads and so how long that is.
     *
     * @param shown filters that give the frame the colours of every screen
     */
    static List<String> poster(double place, double seconds, List<String> shown, Path made) {
        return Arguments.concat(
                List.of("-hide_banner", "-loglevel", "info", "-nostats", "-y"),
                List.of("-ss", String.format(Locale.ROOT, "%.3f", place * seconds)),
                Arguments.input(made),
                List.of("-map", "0:v:0", "-vf", PosterChoice.filter(shown)),
                // The plain muxer: the one for pictures gives meaning to a % in a name.
                List.of("-frames:v", "1", "-pix_fmt", "yuvj420p", "-q:v", "3", "-f", "mjpeg", Arguments.local(POSTER)));
    }
}
