package io.reelbus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.http.Check;
import io.reelbus.job.JobEvent;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that wait for a profile which no node serves, as one whose file was taken away: they wait until a worker comes that
 * does, and without this nobody would hear of them. Nobody else would put back those whose worker was the last.
 */
final class UnservedJobs {
    private static final Logger LOG = LoggerFactory.getLogger(UnservedJobs.class);

    private static final long LIMIT_MS = 2_000;

    private final ProfileBoard board;
    private final JobStore jobs;
    private final Consumer<JobEvent.Failed> announce;

    /** By profile; empty while it is not known, for the store or a node is silent that may be a worker. */
    private volatile Optional<Map<String, Long>> found = Optional.empty();

    private final Set<String> warned = new HashSet<>();

    /** {@code announce} is given those jobs that have failed, for they have lost too many workers. */
    UnservedJobs(ProfileBoard board, JobStore jobs, Consumer<JobEvent.Failed> announce, MeterRegistry registry) {
        this.board = board;
        this.jobs = jobs;
        this.announce = announce;
        Gauge.builder("reelbus.jobs.unserved", this::count)
                .description("Jobs in the store that wait for a profile which no node serves; the same on every node")
                .register(registry);
    }

    private double count() {
        return found.map(unserved -> (double)
                        unserved.values().stream().mapToLong(Long::longValue).sum())
                .orElse(Double.NaN);
    }

    /** Looks anew; never fails. The other nodes are asked only where something waits that none is known to serve. */
    Future<Void> look() {
        // Begun with a future, for a store that is closed throws.
        return Future.<Void>succeededFuture()
                .compose(begin -> jobs.unserved(board.servedAsFarAsHeard()))
                .timeout(LIMIT_MS, TimeUnit.MILLISECONDS)
                .compose(this::reconsidered)
                .compose(this::putBack)
                .otherwise(trouble -> {
                    LOG.debug("it is not known whether jobs wait for profiles that no node serves", trouble);
                    return Optional.empty();
                })
                .map(unserved -> {
                    found(unserved);
                    return null;
                });
    }

    private Future<Optional<Map<String, Long>>> reconsidered(Map<String, Long> waiting) {
        return waiting.isEmpty()
                ? Future.succeededFuture(Optional.of(waiting))
                : board.served().map(served -> served.map(all -> without(waiting, all)));
    }

    /** What nobody can take over from a worker that has gone silent does not stay as if it were at work. */
    private Future<Optional<Map<String, Long>>> putBack(Optional<Map<String, Long>> unserved) {
        return unserved.isEmpty() || unserved.get().isEmpty()
                ? Future.succeededFuture(unserved)
                : jobs.putBack(unserved.get().keySet())
                        .onSuccess(failed -> failed.forEach(announce))
                        .map(unserved);
    }

    private static Map<String, Long> without(Map<String, Long> waiting, Set<String> served) {
        Map<String, Long> unserved = new HashMap<>(waiting);
        unserved.keySet().removeAll(served);
        return Map.copyOf(unserved);
    }

    private synchronized void found(Optional<Map<String, Long>> now) {
        found = now;
        now.ifPresent(unserved -> {
            unserved.forEach(this::warn);
            warned.removeIf(profile -> !unserved.containsKey(profile) && isOver(profile));
        });
    }

    /** Once, and not with each look. */
    private void warn(String profile, long waiting) {
        if (warned.add(profile)) {
            LOG.atWarn()
                    .addKeyValue("profile", profile)
                    .addKeyValue("jobs", waiting)
                    .log("jobs wait for a profile that no node serves");
        }
    }

    private static boolean isOver(String profile) {
        LOG.atInfo().addKeyValue("profile", profile).log("no job waits any more for a profile that no node serves");
        return true;
    }

    /** Never red: no node would get well by being left alone. */
    Check check() {
        return new Check(
                "profiles",
                "It is not known whether jobs wait for profiles that no node serves.",
                () -> Future.succeededFuture(said()));
    }

    /** {@code {unserved: {<profile>: <jobs>}, detail}}; nothing where there are none. */
    private JsonObject said() {
        JsonObject said = new JsonObject();
        found.filter(unserved -> !unserved.isEmpty()).map(TreeMap::new).ifPresent(unserved -> {
            JsonObject waiting = new JsonObject();
            unserved.forEach(waiting::put);
            said.put("unserved", waiting)
                    .put(
                            "detail",
                            "Jobs wait for a profile that no node serves: " + String.join(", ", unserved.keySet())
                                    + ".");
        });
        return said;
    }
}
