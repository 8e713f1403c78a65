package io.reelbus.transcode;

import io.reelbus.ProfileFiles;
import io.reelbus.transcode.profile.PictureRule;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import java.util.Optional;

/** The profiles that come with Reelbus. */
public final class TestProfiles {
    public static final Profiles ALL = ProfileFiles.load(Optional.empty());

    private TestProfiles() {}

    static Profile web() {
        return named("web");
    }

    /** With its storyboard, but without its poster. */
    static Profile webWithoutPoster() {
        Profile web = web();
        return new Profile(
                web.name(),
                web.description(),
                web.packaging(),
                web.video(),
                web.audio(),
                web.subtitles(),
                new PictureRule(false, web.pictureRule().storyboard(), null));
    }

    static Profile named(String name) {
        return ALL.find(name).orElseThrow();
    }
}
