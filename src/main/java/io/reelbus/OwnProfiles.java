package io.reelbus;

import io.reelbus.transcode.Offer;
import java.util.List;

/** The profiles of this node, each with what its ffmpeg lacks for it. */
final class OwnProfiles {
    private OwnProfiles() {}

    static List<ProfileOffer> of(Stores stores) {
        return Offer.of(stores.profiles(), stores.ffmpeg()).stream()
                .map(offer ->
                        new ProfileOffer(offer.profile().name(), offer.profile().description(), offer.missing()))
                .toList();
    }
}
