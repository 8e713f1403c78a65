package io.reelbus;

import io.reelbus.upload.ProfileChoice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes of the cluster know of profiles. They are asked when somebody wants to know, each after ten seconds
 * again. What one has said holds for as long as it is a member: one that is silent is busy, and has forgotten nothing.
 */
final class ProfileBoard implements ProfileChoice {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileBoard.class);
    private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final NodeProfiles own;
    private final Supplier<List<String>> others;
    private final Function<String, Future<JsonObject>> ask;
    private final LongSupplier nanoTime;

    private final Map<String, Word> words = new ConcurrentHashMap<>();

    /** Of all that was ever said, by members that have left too. */
    private final Map<String, ProfileOffer> everOffered = new ConcurrentSkipListMap<>();

    /** {@code others} are the ids by which the other nodes of now can be asked. */
    ProfileBoard(
            NodeProfiles own,
            Supplier<List<String>> others,
            Function<String, Future<JsonObject>> ask,
            LongSupplier nanoTime) {
        this.own = own;
        this.others = others;
        this.ask = ask;
        this.nanoTime = nanoTime;
    }

    /** What a member has said last, if ever, and whether it was silent when it was asked last. */
    private record Word(Optional<NodeProfiles> said, boolean isSilent, long askedAt) {
        /** One that has never said anything may be a worker, too. */
        boolean mayBeSilentWorker() {
            return isSilent && said.map(NodeProfiles::isWorker).orElse(true);
        }
    }

    @Override
    public Future<String> choose(Optional<String> wanted) {
        return known().map(profiles -> profiles.choose(wanted));
    }

    @Override
    public Future<List<Offered>> offered() {
        return known().map(KnownProfiles::offered);
    }

    /**
     * The names of the profiles that workers of now serve, as they said last. Empty while one that has never said anything
     * may be a worker: it may serve any.
     */
    Future<Optional<Set<String>>> served() {
        return heard().map(heard -> heard.haveAllEverSpoken() ? Optional.of(served(heard)) : Optional.empty());
    }

    /** Of these what is known without asking: what a member has said once holds until it leaves. */
    Set<String> servedAsFarAsHeard() {
        return served(last(others.get()));
    }

    private Set<String> served(Heard heard) {
        return nodes(heard)
                .filter(NodeProfiles::isWorker)
                .flatMap(worker -> worker.served().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<NodeProfiles> nodes(Heard heard) {
        return Stream.concat(Stream.of(own), heard.words.stream().flatMap(word -> word.said.stream()));
    }

    private Future<KnownProfiles> known() {
        return heard().map(heard -> {
            List<NodeProfiles> nodes = nodes(heard).toList();
            return heard.maySilentOneServeMore()
                    ? KnownProfiles.ofSome(nodes, everOffered.values())
                    : KnownProfiles.ofAll(nodes);
        });
    }

    /** What the other members have said last, each that was asked. */
    private record Heard(int members, List<Word> words) {
        boolean haveAllEverSpoken() {
            return words.size() == members && words.stream().allMatch(word -> word.said.isPresent());
        }

        boolean maySilentOneServeMore() {
            return words.size() < members || words.stream().anyMatch(Word::mayBeSilentWorker);
        }
    }

    /** Whoever asks too late asks by himself: what others wait for completes on their event loops. */
    private Future<Heard> heard() {
        long now = nanoTime.getAsLong();
        List<String> members = others.get();
        words.keySet().retainAll(members);
        return Future.join(members.stream()
                        .filter(id -> isDue(id, now))
                        .map(id -> ask(id, now))
                        .toList())
                .map(asked -> last(members));
    }

    private Heard last(List<String> members) {
        return new Heard(
                members.size(),
                members.stream().map(words::get).flatMap(Stream::ofNullable).toList());
    }

    private boolean isDue(String id, long now) {
        Word last = words.get(id);
        return last == null || now - last.askedAt >= HOLDS_NANOS;
    }

    /** Never fails. */
    private Future<Word> ask(String id, long now) {
        return ask.apply(id)
                .map(NodeProfiles::of)
                .map(said -> {
                    said.offers().forEach(offer -> everOffered.put(offer.name(), offer));
                    return new Word(Optional.of(said), false, now);
                })
                .otherwise(silent -> {
                    LOG.atDebug().addKeyValue("id", id).setCause(silent).log("a member does not tell its profiles");
                    Word last = words.get(id);
                    return new Word(last == null ? Optional.empty() : last.said, true, now);
                })
                .onSuccess(word -> words.put(id, word));
    }
}
