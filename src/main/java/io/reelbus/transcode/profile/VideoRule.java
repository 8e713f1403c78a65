package io.reelbus.transcode.profile;

import java.util.List;

/**
 * How pictures are made.
 *
 * @param encoders of which the first that the ffmpeg of a node has is used
 * @param renditions from the largest to the smallest
 * @param maxFrameRate frames per second at most; of more, frames are dropped
 * @param keyFrameSeconds a key frame comes at least so often
 */
public record VideoRule(
        List<Encoder> encoders,
        List<Rendition> renditions,
        DynamicRange dynamicRange,
        int maxFrameRate,
        double keyFrameSeconds) {
    public VideoRule {
        Require.that(!encoders.isEmpty(), "video.encoders must name at least one");
        Require.between("the number of video.renditions", renditions.size(), 1, 10);
        Require.between("video.maxFrameRate", maxFrameRate, 1, 240);
        Require.between("video.keyFrameSeconds", keyFrameSeconds, 0.5, 60);
        encoders = List.copyOf(encoders);
        renditions = List.copyOf(renditions);
    }
}
