package io.reelbus.transcode;

import io.reelbus.transcode.profile.AudioRule;
import io.reelbus.transcode.profile.DynamicRange;
import io.reelbus.transcode.profile.Encoder;
import io.reelbus.transcode.profile.Rendition;
import io.reelbus.transcode.profile.VideoRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of encoders, for streams of one output. */
final class Encoding {
    /** AAC knows no higher rate that everything plays. */
    private static final int HIGHEST_RATE = 48_000;

    /** Where the times of sound jump, silence stands for what is missing, or it would run away from the pictures. */
    private static final String WITHOUT_HOLES = "aresample=async=1000";

    private static final Map<String, String> TAGS = Map.of("libx265", "hvc1");

    private Encoding() {}

    /**
     * Of a video stream.
     *
     * @param aligned whether key frames come at the named times and nowhere else, so that renditions can be changed there
     * @param fpsMode whether ffmpeg calls it so that frames keep their times; formerly {@code -vsync}
     */
    static List<String> video(
            VideoRule rule, Encoder encoder, Rendition rendition, List<String> tags, boolean aligned, boolean fpsMode) {
        List<String> options = new ArrayList<>(List.of("-c:v", encoder.name()));
        encoder.options().forEach((option, value) -> options.addAll(List.of("-" + option + ":v", value)));
        if (rendition.maxKilobits() > 0) {
            options.addAll(List.of("-maxrate:v", rendition.maxKilobits() + "k"));
            options.addAll(List.of("-bufsize:v", 2 * rendition.maxKilobits() + "k"));
        }
        // The longest distance that times and frames can have: times alone would leave the encoder's own default
        // standing.
        int frames = (int) Math.ceil(rule.keyFrameSeconds() * rule.maxFrameRate());
        options.addAll(List.of("-g:v", String.valueOf(frames)));
        options.addAll(List.of(
                "-force_key_frames:v",
                String.format(Locale.ROOT, "expr:gte(t,n_forced*%.3f)", rule.keyFrameSeconds())));
        if (aligned) {
            options.addAll(List.of("-sc_threshold:v", "0"));
        }
        if (rule.dynamicRange() == DynamicRange.STANDARD) {
            options.addAll(List.of("-pix_fmt:v", "yuv420p"));
        }
        options.addAll(tags);
        String tag = TAGS.get(encoder.name());
        if (tag != null) {
            options.addAll(List.of("-tag:v", tag));
        }
        options.addAll(ownTimes(fpsMode));
        return options;
    }

    /** Frames keep their times; {@code fpsMode} is as above. */
    static List<String> ownTimes(boolean fpsMode) {
        return List.of(fpsMode ? "-fps_mode:v" : "-vsync", "vfr");
    }

    /**
     * Of an audio stream.
     *
     * @param which the specifier of the stream among the audio of its output
     * @param fromTheBeginning whether silence stands too until it begins: players of HLS do not wait for a late track
     */
    static List<String> audio(AudioRule rule, MediaInfo.Audio track, String which, boolean fromTheBeginning) {
        int channels = channels(rule, track);
        int kilobits = channels > 2
                ? rule.kilobits() * channels / 2
                : channels == 1 ? rule.kilobits() * 5 / 8 : rule.kilobits();
        List<String> options = new ArrayList<>(List.of("-c:a" + which, "aac", "-b:a" + which, kilobits + "k"));
        options.addAll(List.of("-ac:a" + which, String.valueOf(channels)));
        if (track.sampleRate() > HIGHEST_RATE) {
            options.addAll(List.of("-ar:a" + which, String.valueOf(HIGHEST_RATE)));
        }
        options.addAll(List.of("-filter:a" + which, WITHOUT_HOLES + (fromTheBeginning ? ":first_pts=0" : "")));
        return options;
    }

    /** How many channels are made of a track. */
    static int channels(AudioRule rule, MediaInfo.Audio track) {
        return Math.min(track.channels() == 0 ? 2 : track.channels(), rule.channels());
    }
}
