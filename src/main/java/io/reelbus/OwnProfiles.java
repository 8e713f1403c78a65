package io.reelbus;

import java.util.List;

/** The profiles of this node, each with what its ffmpeg lacks for it. */
final class OwnProfiles {
    private OwnProfiles() {}

    static List<ProfileOffer> of(Stores stores) {
        return List.of(new ProfileOffer("web", "A video that plays in every browser.", List.of()));
    }
}
