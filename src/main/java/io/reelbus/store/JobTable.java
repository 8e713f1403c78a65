package io.reelbus.store;

import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL that reads jobs and stories and appends to the journal; each method is a part of its caller's transaction. */
final class JobTable {
    private JobTable() {}

    /** Due at once, by the database's clock; a column of milliseconds may round the present moment into the future. */
    static final String NOW_DUE = "current_timestamp - interval '1' second";

    static void insert(Handle handle, FileId fileId, Upload upload, int priority, Instant at) {
        handle.createUpdate("insert into job (file_id, state, priority, created_at, filename, mime_type, size, media,"
                        + " attempt, failures, lost_leases, fence, not_before, entry)"
                        + " values (:id, :state, :priority, :at, :filename, :mimeType, :size, :media,"
                        + " 0, 0, 0, 0, " + NOW_DUE + ", 1)")
                .bind("id", fileId.value())
                .bind("state", JobState.QUEUED.wire())
                .bind("priority", priority)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("filename", upload.filename())
                .bind("mimeType", upload.mimeType())
                .bind("size", upload.size())
                .bind("media", upload.media())
                .execute();
        append(handle, fileId, 1, EventRows.ACCEPTED, at, 0, "{}");
    }

    static void append(Handle handle, FileId fileId, int entry, String kind, Instant at, int attempt, String detail) {
        handle.createUpdate("insert into journal (file_id, entry, kind, at, attempt, detail)"
                        + " values (:id, :entry, :kind, :at, :attempt, :detail)")
                .bind("id", fileId.value())
                .bind("entry", entry)
                .bind("kind", kind)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("attempt", attempt)
                .bind("detail", detail)
                .execute();
    }

    static Optional<Story> story(Handle handle, FileId fileId) {
        return handle.createQuery("select * from job where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> story(handle, row))
                .findOne()
                .flatMap(story -> story);
    }

    /** Empty where the job was removed after its row was read. */
    private static Optional<Story> story(Handle handle, ResultSet row) throws SQLException {
        Job job = job(row);
        List<JobEvent> journal = journal(handle, job.fileId(), row.getInt("entry"));
        return journal.isEmpty() ? Optional.empty() : Optional.of(new Story(job, journal, progress(row)));
    }

    static Optional<Job> job(Handle handle, FileId fileId) {
        return handle.createQuery("select * from job where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> job(row))
                .findOne();
    }

    /** Up to the entry that the job's row names: what was committed since the row was read does not belong to it. */
    private static List<JobEvent> journal(Handle handle, FileId fileId, int last) {
        return handle.createQuery("select * from journal where file_id = :id and entry <= :last order by entry")
                .bind("id", fileId.value())
                .bind("last", last)
                .map((row, context) -> EventRows.journalEntry(
                        fileId,
                        row.getInt("entry"),
                        row.getString("kind"),
                        instant(row, "at"),
                        row.getInt("attempt"),
                        row.getString("detail")))
                .list();
    }

    static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString("filename"), row.getString("mime_type"), row.getLong("size"), row.getString("media"));
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                new FileId(row.getString("file_id")),
                JobState.fromWire(row.getString("state")),
                upload(row),
                instant(row, "created_at"),
                row.getInt("attempt"),
                Optional.ofNullable(row.getString("output")));
    }

    /** The stored progress, unless a journal entry has come after it. */
    private static Optional<JobEvent.Progress> progress(ResultSet row) throws SQLException {
        String column = row.getString("progress");
        long seq = row.getLong("progress_seq");
        return column == null || Seq.entry(seq) < row.getInt("entry")
                ? Optional.empty()
                : Optional.of(EventRows.progress(new FileId(row.getString("file_id")), seq, column));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
