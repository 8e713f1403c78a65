package io.reelbus.transcode.profile;

import java.util.List;
import java.util.Optional;

/** The profiles that a node knows, no two of the same name. */
public record Profiles(List<Profile> all) {
    public Profiles {
        all = List.copyOf(all);
    }

    /** The profile of this name. */
    public Optional<Profile> find(String name) {
        return all.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }
}
