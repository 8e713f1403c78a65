package io.reelbus.transcode.profile;

import org.jspecify.annotations.Nullable;

/**
 * The pictures that are made beside a video.
 *
 * @param poster whether one picture stands for the video
 * @param storyboard null: none
 * @param waveform of what has no pictures; null: none
 */
public record PictureRule(
        boolean poster,
        @Nullable StoryboardRule storyboard,
        @Nullable WaveformRule waveform) {
    public static final PictureRule NONE = new PictureRule(false, null, null);
}
