package io.reelbus;

import io.reelbus.upload.ProfileChoice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes of the cluster know of profiles. They are asked when somebody wants to know, and what they said holds
 * for ten seconds; who does not answer counts for nothing.
 */
final class ProfileBoard implements ProfileChoice {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileBoard.class);
    private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final NodeProfiles own;
    private final Supplier<List<String>> others;
    private final Function<String, Future<JsonObject>> ask;
    private final LongSupplier nanoTime;

    private volatile @Nullable Heard heard;

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

    private record Heard(KnownProfiles profiles, long askedAt) {}

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
        Heard last = heard;
        long now = nanoTime.getAsLong();
        if (last != null && now - last.askedAt < HOLDS_NANOS) {
            return Future.succeededFuture(last.profiles);
        }
        List<Future<Optional<NodeProfiles>>> answers =
                others.get().stream().map(this::ask).toList();
        return Future.join(answers).map(all -> {
            KnownProfiles profiles = new KnownProfiles(
                    Stream.concat(Stream.of(own), answers.stream().flatMap(answer -> answer.result().stream()))
                            .toList());
            heard = new Heard(profiles, now);
            return profiles;
        });
    }

    /** Never fails. */
    private Future<Optional<NodeProfiles>> ask(String id) {
        return ask.apply(id).map(said -> Optional.of(NodeProfiles.of(said))).otherwise(silent -> {
            LOG.atDebug().addKeyValue("id", id).setCause(silent).log("a member does not tell its profiles");
            return Optional.empty();
        });
    }
}
