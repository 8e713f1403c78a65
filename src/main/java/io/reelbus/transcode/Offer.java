package io.reelbus.transcode;

import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import java.util.List;
import java.util.stream.Stream;

/**
 * A profile as the ffmpeg of this node can serve it.
 *
 * @param missing what that ffmpeg lacks for it, in words for people; empty: nothing
 */
public record Offer(Profile profile, List<String> missing) {
    public Offer {
        missing = List.copyOf(missing);
    }

    /** All profiles, whose encoders have been tried out. */
    public static List<Offer> of(Profiles profiles, FfmpegBinary binary, EncoderTrials trials) {
        return profiles.all().stream()
                .map(profile -> new Offer(
                        profile,
                        Stream.of(Needs.of(profile).missing(binary), trials.missing(profile, binary))
                                .flatMap(List::stream)
                                .toList()))
                .toList();
    }

    /** Whether uploads may choose it here. */
    public boolean isServed() {
        return missing.isEmpty();
    }
}
