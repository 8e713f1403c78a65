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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of encoders, for streams of one output. */
final class Encoding {
    /** AAC knows no higher rate that everything plays. */
    private static final int HIGHEST_RATE = 48_000;

    /**
     * Silence until it begins and where its times jump: players of HLS do not wait for a track. Its memory grows with the
     * longest hole; in an MP4 times are kept as they are.
     */
    private static final String FROM_THE_BEGINNING = "aresample=async=1000:first_pts=0";

    /** Of channels of which nobody knows where they sound. */
    static final String FIRST = "pan=mono|c0=c0";

    private static final String FIRST_TWO = "pan=stereo|c0=c0|c1=c1";

    private static final Map<String, String> TAGS = Map.of("libx265", "hvc1");

    private Encoding() {}

    /**
     * Of a video stream.
     *
     * @param rate frames per second of what is made, where they come quickest
     * @param aligned whether key frames come at the named times and nowhere else, so that renditions can be changed there
     * @param fpsMode whether ffmpeg calls it so that frames keep their times; formerly {@code -vsync}
     */
    static List<String> video(
            VideoRule rule,
            double rate,
            Encoder encoder,
            Rendition rendition,
            List<String> tags,
            boolean aligned,
            boolean fpsMode) {
        List<String> options = new ArrayList<>(List.of("-c:v", encoder.name()));
        encoder.options().forEach((option, value) -> options.addAll(List.of("-" + option + ":v", value)));
        if (rendition.maxKilobits() > 0) {
            options.addAll(List.of("-maxrate:v", rendition.maxKilobits() + "k"));
            options.addAll(List.of("-bufsize:v", 2 * rendition.maxKilobits() + "k"));
        }
        // SVT-AV1 knows no times, and others have a default of their own: one frame more, so that times come first.
        int frames = 1 + (int) Math.ceil(rule.keyFrameSeconds() * rate);
        options.addAll(List.of("-g:v", String.valueOf(frames)));
        // By their number they are the same in each rendition; behind a jump of the times all of them would be due at
        // once.
        String due = aligned ? "gte(t,n_forced*%.3f)" : "if(isnan(prev_forced_t),1,gte(t,prev_forced_t+%.3f))";
        options.addAll(
                List.of("-force_key_frames:v", "expr:" + String.format(Locale.ROOT, due, rule.keyFrameSeconds())));
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
     * @param fromTheBeginning whether silence stands where nothing is heard
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
        String filters = Stream.of(
                        track.mixable() ? "" : channels == 1 ? FIRST : FIRST_TWO,
                        fromTheBeginning ? FROM_THE_BEGINNING : "")
                .filter(filter -> !filter.isEmpty())
                .collect(Collectors.joining(","));
        if (!filters.isEmpty()) {
            options.addAll(List.of("-filter:a" + which, filters));
        }
        return options;
    }

    /** How many channels are made of a track. */
    static int channels(AudioRule rule, MediaInfo.Audio track) {
        return Math.min(track.channels() == 0 || !track.mixable() ? 2 : track.channels(), rule.channels());
    }
}
