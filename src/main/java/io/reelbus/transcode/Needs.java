package io.reelbus.transcode;

import io.reelbus.transcode.profile.Encoder;
import io.reelbus.transcode.profile.Packaging;
import io.reelbus.transcode.profile.PictureRule;
import io.reelbus.transcode.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a profile takes of an ffmpeg, whatever is uploaded, by ffmpeg's own names. {@code Planner} and {@code Pictures} ask for
 * nothing else.
 *
 * @param encoders of each of these sets one
 */
record Needs(Set<Set<String>> encoders, Set<String> muxers, Set<String> demuxers) {
    static Needs of(Profile profile) {
        Set<Set<String>> encoders = new LinkedHashSet<>();
        Set<String> muxers = new LinkedHashSet<>();
        profile.videoRule().ifPresent(rule -> {
            encoders.add(
                    rule.encoders().stream().map(Encoder::name).collect(Collectors.toCollection(LinkedHashSet::new)));
            // A picture that stands becomes one.
            encoders.add(Set.of("mjpeg"));
            muxers.add("image2pipe");
        });
        profile.audioRule().ifPresent(rule -> encoders.add(Set.of("aac")));
        if (profile.packaging() != Packaging.NONE) {
            muxers.add("mp4");
        }
        if (profile.packaging() == Packaging.HLS) {
            // Its segments are made by the one of MP4.
            muxers.add("hls");
        }
        if (profile.subtitles()) {
            encoders.add(Set.of("webvtt"));
            muxers.add("webvtt");
        }
        pictures(profile.pictureRule(), encoders, muxers);
        return new Needs(encoders, muxers, Arguments.demuxers());
    }

    private static void pictures(PictureRule rule, Set<Set<String>> encoders, Set<String> muxers) {
        if (rule.poster()) {
            encoders.add(Set.of("mjpeg"));
            muxers.add("mjpeg");
        }
        if (rule.storyboard() != null) {
            encoders.add(Set.of("mjpeg"));
            muxers.add("image2");
        }
        if (rule.waveform() != null) {
            encoders.add(Set.of("png"));
            muxers.add("image2");
        }
    }

    /** What this ffmpeg lacks of it, in words for people. */
    List<String> missing(FfmpegBinary binary) {
        List<String> missing = new ArrayList<>();
        encoders.stream()
                .filter(any -> any.stream().noneMatch(binary::hasEncoder))
                .forEach(any -> missing.add("the encoder " + String.join(" or ", any)));
        missing.addAll(lacking("the muxer ", muxers.stream().filter(name -> !binary.hasMuxer(name))));
        missing.addAll(lacking("the demuxer ", demuxers.stream().filter(name -> !binary.hasDemuxer(name))));
        return List.copyOf(missing);
    }

    private static List<String> lacking(String kind, Stream<String> names) {
        return names.map(name -> kind + name).toList();
    }
}
