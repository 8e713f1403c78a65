package io.reelbus.transcode.profile;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is made of an upload.
 *
 * @param name as uploads choose it; that of its file
 * @param description for people who choose, one sentence
 * @param pictures of the video, and null in a file where none are made
 * @param subtitles whether subtitles that are text are kept beside, as WebVTT
 */
public record Profile(
        String name,
        String description,
        Packaging packaging,
        @Nullable VideoRule video,
        @Nullable AudioRule audio,
        boolean subtitles,
        @Nullable PictureRule pictures) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    public Profile {
        Require.that(NAME.matcher(name).matches(), "the file must be named by small letters and digits: " + name);
        Require.that(!description.isBlank() && description.length() <= 300, "description must be a short sentence");
        boolean streams = video != null || audio != null;
        Require.that(
                streams != (packaging == Packaging.NONE),
                "packaging must be \"none\" where there is no video and no audio, and only there");
        Require.that(
                packaging == Packaging.HLS
                        || video == null
                        || video.renditions().size() == 1,
                "video.renditions must be one, but for \"hls\"");
    }

    /** How pictures are made, if they are. */
    public Optional<VideoRule> videoRule() {
        return Optional.ofNullable(video);
    }

    public Optional<AudioRule> audioRule() {
        return Optional.ofNullable(audio);
    }

    public PictureRule pictureRule() {
        return pictures == null ? PictureRule.NONE : pictures;
    }
}
