package io.reelbus;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.Upload;
import io.reelbus.upload.ProfileChoice;
import io.reelbus.upload.ProfileChoice.Offered;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What several nodes know of profiles, as one: which there are, and whether a worker can serve them. Where one that may be
 * a worker is silent it may serve what others cannot, so that nothing that is known to anybody is refused: the job waits.
 */
final class KnownProfiles {
    private final Map<String, Offered> profiles = new LinkedHashMap<>();

    private KnownProfiles(Stream<ProfileOffer> offers, List<NodeProfiles> workers) {
        offers.forEach(offer -> profiles.computeIfAbsent(offer.name(), name -> offered(offer, missing(name, workers))));
    }

    /** Where these are all nodes. The order of the first ones' profiles is the order in which all are shown. */
    static KnownProfiles ofAll(List<NodeProfiles> nodes) {
        return new KnownProfiles(
                offers(nodes), nodes.stream().filter(NodeProfiles::isWorker).toList());
    }

    /**
     * Where there are others, which are silent.
     *
     * @param ever what was ever offered, by nodes that have left too: one of the silent may be such a node, come back
     */
    static KnownProfiles ofSome(List<NodeProfiles> nodes, Collection<ProfileOffer> ever) {
        return new KnownProfiles(Stream.concat(offers(nodes), ever.stream()), List.of());
    }

    private static Stream<ProfileOffer> offers(List<NodeProfiles> nodes) {
        return nodes.stream().flatMap(node -> node.offers().stream());
    }

    private static Offered offered(ProfileOffer offer, List<String> missing) {
        return new Offered(
                offer.name(),
                offer.description(),
                offer.name().equals(Upload.DEFAULT_PROFILE),
                missing.isEmpty(),
                missing);
    }

    /** Of the worker that lacks least. Where no worker is known a job may wait for one, so nothing is missing. */
    private static List<String> missing(String name, List<NodeProfiles> workers) {
        return workers.stream()
                .map(worker -> missing(name, worker))
                .min(Comparator.comparing(List::size))
                .orElse(List.of());
    }

    private static List<String> missing(String name, NodeProfiles worker) {
        return worker.offers().stream()
                .filter(offer -> offer.name().equals(name))
                .map(ProfileOffer::missing)
                .findFirst()
                .orElse(List.of("the profile itself"));
    }

    /** As {@link io.reelbus.upload.ProfileChoice#choose} has it; throws what that fails with. */
    String choose(Optional<String> wanted) {
        String name = ProfileChoice.named(wanted);
        Offered chosen = profiles.get(name);
        if (chosen == null) {
            throw unknown();
        }
        if (!chosen.isAvailable()) {
            throw Failure.PROFILE_UNAVAILABLE.because("No worker can process a video by the profile \"" + name
                    + "\". Missing: " + String.join(", ", chosen.missing()) + ".");
        }
        return name;
    }

    private FailureException unknown() {
        return Failure.UNKNOWN_PROFILE.because(
                "There is no profile of this name. There are: " + String.join(", ", profiles.keySet()) + ".");
    }

    List<Offered> offered() {
        return List.copyOf(profiles.values());
    }
}
