package io.reelbus.transcode;

import io.reelbus.transcode.profile.Encoder;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import io.reelbus.transcode.profile.VideoRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A profile as the ffmpeg of this node can serve it.
 *
 * @param missing what that ffmpeg lacks for it, in words for people; empty: nothing
 */
public record Offer(Profile profile, List<String> missing) {
    private static final String AAC = "aac";

    public Offer {
        missing = List.copyOf(missing);
    }

    /** All profiles. */
    public static List<Offer> of(Profiles profiles, FfmpegBinary binary) {
        return profiles.all().stream()
                .map(profile -> new Offer(profile, missing(profile, binary)))
                .toList();
    }

    /** Whether uploads may choose it here. */
    public boolean isServed() {
        return missing.isEmpty();
    }

    private static List<String> missing(Profile profile, FfmpegBinary binary) {
        List<String> missing = new ArrayList<>();
        profile.videoRule()
                .map(VideoRule::encoders)
                .filter(encoders -> encoders.stream().map(Encoder::name).noneMatch(binary::hasEncoder))
                .map(encoders -> encoders.stream().map(Encoder::name).collect(Collectors.joining(" or ")))
                .ifPresent(missing::add);
        if (profile.audioRule().isPresent() && !binary.hasEncoder(AAC)) {
            missing.add(AAC);
        }
        return missing.stream().map(each -> "the encoder " + each).toList();
    }
}
