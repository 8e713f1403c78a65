package io.reelbus.store;

import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.job.Story;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL that lists jobs, the newest first; a part of its caller's transaction. First which they are, by an index that
 * is read for one page and no further, then what is known of them.
 */
final class JobList {
    private JobList() {}

    static Page<Listed> listed(Handle handle, Selection selection) {
        List<Cursor> places = places(handle, selection);
        Map<FileId, Listed> found = new HashMap<>();
        handle.createQuery("select job.*, journal.kind as last_kind, journal.at as last_at,"
                        + " journal.attempt as last_attempt, journal.detail as last_detail from " + JobTable.THESE
                        + " join job on job.file_id = these.id join journal"
                        + " on journal.file_id = job.file_id and journal.entry = job.entry")
                .bindArray("ids", String.class, ids(places).map(FileId::value).toArray())
                .map((row, context) -> new Listed(
                        JobTable.job(row),
                        Optional.ofNullable(row.getString("worker")),
                        JobTable.progress(row),
                        EventRows.journalEntry(
                                new FileId(row.getString("file_id")),
                                row.getInt("entry"),
                                row.getString("last_kind"),
                                JobTable.instant(row, "last_at"),
                                row.getInt("last_attempt"),
                                row.getString("last_detail"))))
                .forEach(each -> found.put(each.job().fileId(), each));
        return page(selection, places, found);
    }

    static Page<Story> stories(Handle handle, Selection selection) {
        List<Cursor> places = places(handle, selection);
        return page(selection, places, JobTable.stories(handle, ids(places).toList()));
    }

    /** Their places in the list, and one more where the page is not the last. */
    private static List<Cursor> places(Handle handle, Selection selection) {
        return query(handle, "", selection)
                .map((row, context) ->
                        new Cursor(JobTable.instant(row, "created_at"), new FileId(row.getString("file_id"))))
                .list();
    }

    /** What finds the places; {@code before} is put before it, for instance {@code explain}. */
    static Query query(Handle handle, String before, Selection selection) {
        Query query = handle.createQuery(before + sql(selection)).bind("limit", selection.limit() + 1);
        selection
                .after()
                .ifPresent(place -> query.bind("at", place.at().atOffset(ZoneOffset.UTC))
                        .bind("id", place.fileId().value()));
        return query;
    }

    private static String sql(Selection selection) {
        String order = "created_at desc, file_id desc limit :limit";
        // The first bound is one that an index can begin at.
        String below =
                selection.after().isEmpty() ? "" : " and created_at <= :at and (created_at < :at or file_id < :id)";
        if (selection.states().isEmpty()) {
            return "select created_at, file_id from job where 1 = 1" + below + " order by " + order;
        }
        // A page of each state, for the index has one state after the other; then of those the newest.
        return selection.states().stream()
                .map(JobState::wire)
                .map(state -> "(select created_at, file_id from job where state = '" + state + "'" + below
                        + " order by state desc, " + order + ")")
                .collect(Collectors.joining(
                        " union all ", "select created_at, file_id from (", ") as page order by " + order));
    }

    private static Stream<FileId> ids(List<Cursor> places) {
        return places.stream().map(Cursor::fileId);
    }

    /** What was removed since the places were read is left out; the next page begins where it would have. */
    private static <T> Page<T> page(Selection selection, List<Cursor> places, Map<FileId, T> found) {
        List<T> entries = ids(places)
                .limit(selection.limit())
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
        return new Page<>(
                entries,
                places.size() > selection.limit() ? Optional.of(places.get(selection.limit() - 1)) : Optional.empty());
    }
}
