package io.reelbus.upload;

import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Which profiles there are, and whether there is a worker for them, as this node knows it of all nodes. */
public interface ProfileChoice {
    /**
     * The name of the profile that is meant: the default where none is named, or an empty name. Fails with
     * UNKNOWN_PROFILE, or with PROFILE_UNAVAILABLE where all workers have answered and none of them can serve it. To be
     * asked once for each upload: what was let in is not refused for what the workers say when its bytes are there.
     */
    Future<String> choose(Optional<String> wanted);

    /** The name that is meant. */
    static String named(Optional<String> wanted) {
        return wanted.filter(name -> !name.isEmpty()).orElse(Upload.DEFAULT_PROFILE);
    }

    /** All that there are, in the order in which people are shown them; never fails. */
    Future<List<Offered>> offered();

    /**
     * One that a client may name.
     *
     * @param isDefault whether it is meant where none is named
     * @param isAvailable whether an upload that names it is taken
     * @param missing what the worker lacks that comes nearest to serving it; empty where it is available
     */
    record Offered(String name, String description, boolean isDefault, boolean isAvailable, List<String> missing) {
        public Offered {
            missing = List.copyOf(missing);
        }
    }
}
