package io.reelbus;

import io.reelbus.transcode.Offer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The profiles of this node, each with what its ffmpeg lacks for it. */
final class OwnProfiles {
    private static final Logger LOG = LoggerFactory.getLogger(OwnProfiles.class);

    private OwnProfiles() {}

    static List<ProfileOffer> of(Stores stores) {
        return Offer.of(stores.profiles(), stores.ffmpeg(), stores.trials()).stream()
                .map(offer ->
                        new ProfileOffer(offer.profile().name(), offer.profile().description(), offer.missing()))
                .toList();
    }

    /** What a worker cannot serve is said where it starts, and not only to whoever uploads. */
    static void warn(List<ProfileOffer> offers) {
        offers.stream()
                .filter(offer -> !offer.isServed())
                .forEach(offer -> LOG.atWarn()
                        .addKeyValue("profile", offer.name())
                        .addKeyValue("missing", String.join(", ", offer.missing()))
                        .log("profile not served here"));
    }
}
