package io.reelbus.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL that finds what a worker may claim, and locks it; a part of its caller's transaction. Of jobs that wait, those
 * of profiles that this worker cannot serve are not even read, however many stand before the others.
 */
final class ClaimQueue {
    /** So many are looked at, for those who ask at the same moment lock the first of them. */
    private static final int CANDIDATES = 16;

    private static final String ORDER = "priority desc, created_at, file_id";
    private static final String LOCKED = " order by " + ORDER + " limit 1 for update skip locked";
    private static final String DUE = " and not_before <= current_timestamp";

    private ClaimQueue() {}

    /**
     * The best of the jobs whose workers have gone silent: of one of these profiles, or of any where it has lost a worker
     * too often and is to be ended by whoever sees it.
     */
    static Query expired(Handle handle, Set<String> profiles, int maxLostLeases) {
        return handle.createQuery("select * from job where state = 'processing' and lease_until < current_timestamp"
                        + " and (profile = any(:profiles) or lost_leases + 1 >= :most)" + LOCKED)
                .bindArray("profiles", String.class, profiles.toArray())
                .bind("most", maxLostLeases);
    }

    /** The jobs of these profiles whose workers have gone silent and that nobody else has locked, some of them. */
    static Query abandoned(Handle handle, Set<String> profiles) {
        return handle.createQuery("select * from job where state = 'processing' and lease_until < current_timestamp"
                        + " and profile = any(:profiles) order by " + ORDER + " limit " + CANDIDATES
                        + " for update skip locked")
                .bindArray("profiles", String.class, profiles.toArray());
    }

    /** The best of these jobs that still waits and that nobody else has locked. */
    static Query waiting(Handle handle, List<String> candidates) {
        return handle.createQuery("select * from job where file_id in (<ids>) and state = 'queued'" + DUE + LOCKED)
                .bindList("ids", candidates);
    }

    /** The ids of the best jobs of these profiles that wait, the best first; none is locked. */
    static List<String> candidates(Handle handle, Set<String> profiles) {
        return profiles.isEmpty()
                ? List.of()
                : candidates(handle, "", profiles).mapTo(String.class).list();
    }

    /** What finds them; {@code before} is put before it, for instance {@code explain}. */
    static Query candidates(Handle handle, String before, Set<String> profiles) {
        List<String> names = profiles.stream().sorted().toList();
        // The whole order of the index is named, or H2 sorts; each branch ends after a few of its rows.
        String each = IntStream.range(0, names.size())
                .mapToObj(i -> "(select file_id, priority, created_at from job where state = 'queued' and profile = :p"
                        + i + DUE + " order by state, profile, " + ORDER + " limit " + CANDIDATES + ")")
                .collect(Collectors.joining(" union all "));
        Query query = handle.createQuery(
                before + "select file_id from (" + each + ") as candidate order by " + ORDER + " limit " + CANDIDATES);
        for (int i = 0; i < names.size(); i++) {
            query.bind("p" + i, names.get(i));
        }
        return query;
    }
}
