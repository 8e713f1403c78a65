package io.reelbus.store;

import io.reelbus.job.FileId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL of what is kept for a time; each method is a part of its caller's transaction. Bytes go in three steps: a row
 * says that they have expired, so that nobody is promised them; they are removed; the row says that nothing is left, or
 * goes itself. Whatever breaks off in between is due again, for any node.
 */
final class RetentionTable {
    /** In which rows are locked, by all who lock those of several originals. */
    private static final Comparator<Due> LOCKING = Comparator.comparing(Due::media)
            .thenComparing(due -> due.place().fileId().value());

    private RetentionTable() {}

    /** A job whose end is long enough ago. */
    private record Due(Cursor place, long fence, String media) {}

    /** Condemns a batch of what is that old; of what is in use nothing, but the next batch begins behind it. */
    static Page<Doomed> condemn(Handle handle, Retained what, Duration age, Optional<Cursor> after, int limit) {
        List<Due> due = due(handle, what, age, after, limit);
        List<Doomed> doomed = due.stream()
                .sorted(LOCKING)
                .flatMap(each -> condemn(handle, what, age, each).stream())
                .toList();
        return new Page<>(
                doomed,
                due.size() < limit
                        ? Optional.empty()
                        : Optional.of(due.get(due.size() - 1).place()));
    }

    private static List<Due> due(Handle handle, Retained what, Duration age, Optional<Cursor> after, int limit) {
        return query(handle, "", what, age, after, limit)
                .map((row, context) -> new Due(
                        new Cursor(JobTable.instant(row, "since"), new FileId(row.getString("file_id"))),
                        row.getLong("fence"),
                        row.getString("media")))
                .list();
    }

    /** What finds those that are due; {@code before} is put before it, for instance {@code explain}. */
    static Query query(Handle handle, String before, Retained what, Duration age, Optional<Cursor> after, int limit) {
        String since = what.since();
        Query query = handle.createQuery(before + "select " + since + " as since, file_id, fence, media from job where "
                        + since + " <= " + ago(age)
                        + (after.isEmpty()
                                ? ""
                                : " and " + since + " >= :at and (" + since + " > :at or file_id > :id)")
                        + " order by " + since + ", file_id limit :limit")
                .bind("limit", limit);
        after.ifPresent(place -> query.bind("at", place.at().atOffset(ZoneOffset.UTC))
                .bind("id", place.fileId().value()));
        return query;
    }

    /** The moment so long ago, by the database's clock. */
    static String ago(Duration age) {
        return "current_timestamp - interval '" + age.toSeconds() + "' second";
    }

    private static Optional<Doomed> condemn(Handle handle, Retained what, Duration age, Due due) {
        FileId id = due.place().fileId();
        boolean original = what != Retained.RESULTS && condemnOriginal(handle, due.media(), age);
        boolean outputs = what != Retained.ORIGINALS && condemnResults(handle, id, due.fence());
        return original || outputs
                ? Optional.of(new Doomed(id, due.fence(), due.media(), original, outputs))
                : Optional.empty();
    }

    /** False where another job that is not due was made of the original too, for one a repetition. */
    private static boolean condemnOriginal(Handle handle, String media, Duration age) {
        JobTable.lock(handle, media);
        return handle.createUpdate("update job set original_expired = true where media = :media and not exists"
                                + " (select 1 from job other where other.media = :media"
                                + " and (other.ended_at is null or other.ended_at > " + ago(age) + "))")
                        .bind("media", media)
                        .execute()
                > 0;
    }

    /** False where the job is gone, though another may have come under its id. */
    private static boolean condemnResults(Handle handle, FileId id, long fence) {
        return handle.createUpdate("update job set results_expired = (output is not null)"
                                + " where file_id = :id and fence = :fence")
                        .bind("id", id.value())
                        .bind("fence", fence)
                        .execute()
                > 0;
    }

    /** Says of these, whose bytes are gone, that nothing is left; returns those of which nobody had said so before. */
    static List<FileId> settle(Handle handle, Retained what, List<Doomed> gone) {
        return gone.stream()
                .filter(each -> switch (what) {
                    case ORIGINALS -> settleOriginal(handle, each.media());
                    case RESULTS -> settleResults(handle, each);
                    case HISTORY -> forget(handle, each);
                })
                .map(Doomed::fileId)
                .toList();
    }

    private static boolean settleOriginal(Handle handle, String media) {
        JobTable.lock(handle, media);
        return handle.createUpdate("update job set original_since = null"
                                + " where media = :media and original_since is not null and original_expired")
                        .bind("media", media)
                        .execute()
                > 0;
    }

    private static boolean settleResults(Handle handle, Doomed gone) {
        return handle.createUpdate(
                                "update job set results_since = null"
                                        + " where file_id = :id and fence = :fence and results_since is not null and results_expired")
                        .bind("id", gone.fileId().value())
                        .bind("fence", gone.fence())
                        .execute()
                > 0;
    }

    /** Stays for the next round where it has become the last that its original was made for. */
    private static boolean forget(Handle handle, Doomed gone) {
        JobTable.lock(handle, gone.media());
        return TombstoneTable.bury(
                        handle,
                        gone.fileId(),
                        " and fence = :fence and (original_expired or exists"
                                + " (select 1 from job other where other.media = :media and other.file_id <> :id))",
                        Map.of("fence", gone.fence(), "media", gone.media()))
                .isPresent();
    }

    /** Which of its bytes a job no longer promises. */
    static Set<Retained> expired(Handle handle, FileId id) {
        Set<Retained> expired = EnumSet.noneOf(Retained.class);
        handle.createQuery("select original_expired, results_expired from job where file_id = :id")
                .bind("id", id.value())
                .map((row, context) -> Stream.of(
                                row.getBoolean("original_expired")
                                        ? Optional.of(Retained.ORIGINALS)
                                        : Optional.<Retained>empty(),
                                row.getBoolean("results_expired")
                                        ? Optional.of(Retained.RESULTS)
                                        : Optional.<Retained>empty())
                        .flatMap(Optional::stream)
                        .toList())
                .forEach(expired::addAll);
        return expired;
    }
}
