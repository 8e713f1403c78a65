package io.reelbus.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL that finds what waits for profiles which nobody serves. The index of the queue is left from profile to profile, so
 * that of the served ones a single row is read, however many wait.
 */
final class UnservedQueue {
    private UnservedQueue() {}

    /** How many jobs wait by profile, for a first worker or for another in place of one that has gone silent. */
    static Map<String, Long> count(Handle handle, Set<String> served) {
        Map<String, Long> unserved = new HashMap<>();
        Optional<String> profile = next(handle, "");
        while (profile.isPresent()) {
            String name = profile.get();
            if (!served.contains(name)) {
                unserved.put(name, waiting(handle, name));
            }
            profile = next(handle, name);
        }
        expired(handle).forEach((name, jobs) -> {
            if (!served.contains(name)) {
                unserved.merge(name, jobs, Long::sum);
            }
        });
        return Map.copyOf(unserved);
    }

    private static Optional<String> next(Handle handle, String after) {
        return next(handle, "", after).mapTo(String.class).findOne();
    }

    /** The profile behind this one for which a job waits; {@code before} is put before it, for instance {@code explain}. */
    static Query next(Handle handle, String before, String after) {
        // The whole order of the index is named, or H2 sorts; and it reads all that is equal to what others are to be
        // greater than, so it is told of a name that comes right behind: no profile has a space in its own.
        return handle.createQuery(before + "select profile from job where state = 'queued' and profile > :after"
                        + " and profile >= :behind order by state, profile, priority desc, created_at, file_id limit 1")
                .bind("after", after)
                .bind("behind", after + " ");
    }

    private static long waiting(Handle handle, String profile) {
        return handle.createQuery("select count(*) from job where state = 'queued' and profile = :profile")
                .bind("profile", profile)
                .mapTo(Long.class)
                .one();
    }

    /** Those whose workers have gone silent, of all profiles: they are few. */
    private static Map<String, Long> expired(Handle handle) {
        return handle.createQuery("select profile, count(*) as jobs from job where state = 'processing'"
                        + " and lease_until < current_timestamp group by profile")
                .reduceRows(new HashMap<>(), (expired, row) -> {
                    expired.put(row.getColumn("profile", String.class), row.getColumn("jobs", Long.class));
                    return expired;
                });
    }
}
