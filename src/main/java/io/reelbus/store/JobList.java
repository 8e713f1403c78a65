package io.reelbus.store;

import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL that lists jobs for those who look inside, the newest first; a part of its caller's transaction. */
final class JobList {
    private JobList() {}

    static List<Listed> list(Handle handle, Optional<JobState> state, Optional<Listed.Place> after, int limit) {
        String sql = "select job.*, journal.kind as last_kind, journal.at as last_at, journal.attempt as last_attempt,"
                + " journal.detail as last_detail from job join journal"
                + " on journal.file_id = job.file_id and journal.entry = job.entry where 1 = 1"
                + (state.isPresent() ? " and job.state = :state" : "")
                + (after.isPresent()
                        ? " and (job.created_at < :at or (job.created_at = :at and job.file_id < :id))"
                        : "")
                + " order by job.created_at desc, job.file_id desc limit :limit";
        Query query = handle.createQuery(sql).bind("limit", limit);
        state.ifPresent(wanted -> query.bind("state", wanted.wire()));
        after.ifPresent(place -> query.bind("at", place.createdAt().atOffset(ZoneOffset.UTC))
                .bind("id", place.fileId().value()));
        return query.map((row, context) -> new Listed(
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
                .list();
    }
}
