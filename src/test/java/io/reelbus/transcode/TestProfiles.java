package io.reelbus.transcode;

import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import java.util.Optional;

/** The profiles that come with Reelbus. */
public final class TestProfiles {
    public static final Profiles ALL = Profiles.load(Optional.empty());

    private TestProfiles() {}

    static Profile web() {
        return named("web");
    }

    static Profile named(String name) {
        return ALL.find(name).orElseThrow();
    }
}
