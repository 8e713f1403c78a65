package io.reelbus;

import io.reelbus.upload.ProfileChoice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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

    /** Whoever asks too late asks by himself: what others wait for completes on their event loops. */
    private Future<KnownProfiles> known() {
        long now = nanoTime.getAsLong();
        List<String> members = others.get();
        words.keySet().retainAll(members);
        return Future.join(members.stream()
                        .filter(id -> isDue(id, now))
                        .map(id -> ask(id, now))
                        .toList())
                .map(asked -> summary(members));
    }

    private boolean isDue(String id, long now) {
        Word last = words.get(id);
        return last == null || now - last.askedAt >= HOLDS_NANOS;
    }

    private KnownProfiles summary(List<String> members) {
        List<Word> known =
                members.stream().map(words::get).flatMap(Stream::ofNullable).toList();
        List<NodeProfiles> nodes = Stream.concat(Stream.of(own), known.stream().flatMap(word -> word.said.stream()))
                .toList();
        boolean allSaid = known.size() == members.size() && known.stream().noneMatch(Word::mayBeSilentWorker);
        return allSaid ? KnownProfiles.ofAll(nodes) : KnownProfiles.ofSome(nodes, everOffered.values());
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
