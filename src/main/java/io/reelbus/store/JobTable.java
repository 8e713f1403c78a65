package io.reelbus.store;

import io.reelbus.job.Failure;
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
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The SQL that reads jobs and stories and appends to the journal; each method is a part of its caller's transaction. */
final class JobTable {
    private JobTable() {}

    /** Due at once, by the database's clock; a column of milliseconds may round the present moment into the future. */
    static final String NOW_DUE = "current_timestamp - interval '1' second";

    /** H2 would compare each row of the table with each id, were these only a condition. */
    static final String THESE = "unnest(cast(:ids as varchar(36) array)) as these (id)";

    static void insert(
            Handle handle, FileId fileId, Upload upload, int priority, Optional<FileId> retryOf, Instant at) {
        handle.createUpdate(
                        "insert into job (file_id, state, priority, created_at, filename, mime_type, size, media, profile,"
                                + " attempt, failures, lost_leases, fence, not_before, entry, retry_of)"
                                + " values (:id, :state, :priority, :at, :filename, :mimeType, :size, :media, :profile,"
                                + " 0, 0, 0, :fence, " + NOW_DUE + ", 1, :retryOf)")
                .bind("id", fileId.value())
                .bind("state", JobState.QUEUED.wire())
                .bind("priority", priority)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("filename", upload.filename())
                .bind("mimeType", upload.mimeType())
                .bind("size", upload.size())
                .bind("media", upload.media())
                .bind("profile", upload.profile())
                // An id that a client chose may come again after its tombstone is gone, and who still works on the
                // former must not be taken for who works on this.
                .bind("fence", ThreadLocalRandom.current().nextLong(1L << 40))
                .bind("retryOf", retryOf.map(FileId::value).orElse(null))
                .execute();
        append(handle, fileId, TombstoneTable.goOn(handle, fileId), EventRows.ACCEPTED, at, 0, "{}");
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
        return Optional.ofNullable(stories(handle, List.of(fileId)).get(fileId));
    }

    /** The stories of these files; what is not there is left out. */
    static Map<FileId, Story> stories(Handle handle, Collection<FileId> ids) {
        Object[] wanted = ids.stream().map(FileId::value).toArray();
        List<Chapter> chapters = handle.createQuery(
                        "select job.* from " + THESE + " join job on job.file_id = these.id")
                .bindArray("ids", String.class, wanted)
                .map((row, context) -> new Chapter(job(row), row.getInt("entry"), progress(row)))
                .list();
        Map<FileId, List<JobEvent>> journals = journals(handle, wanted);
        Map<FileId, Story> stories = new HashMap<>();
        for (Chapter chapter : chapters) {
            FileId id = chapter.job.fileId();
            List<JobEvent> journal = journals.getOrDefault(id, List.of()).stream()
                    .filter(event -> Seq.entry(event.seq()) <= chapter.entry)
                    .toList();
            if (!journal.isEmpty()) {
                stories.put(id, new Story(chapter.job, journal, chapter.progress));
            }
        }
        return stories;
    }

    /**
     * A job's row as it was read. Its journal is read after it: an entry above the row's belongs to a later reading,
     * and there is none where the job was removed in between.
     */
    private record Chapter(Job job, int entry, Optional<JobEvent.Progress> progress) {}

    static Optional<Job> job(Handle handle, FileId fileId) {
        return handle.createQuery("select * from job where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> job(row))
                .findOne();
    }

    /** Where these jobs stand, in one query; what is not there is left out. */
    static Map<FileId, Head> heads(Handle handle, Collection<FileId> ids) {
        return handle.createQuery("select file_id, state, entry, attempt, progress_seq from " + THESE
                        + " join job on job.file_id = these.id")
                .bindArray("ids", String.class, ids.stream().map(FileId::value).toArray())
                .reduceRows(new HashMap<>(), (heads, row) -> {
                    long entry = Seq.ofEntry(row.getColumn("entry", Integer.class));
                    Long progress = row.getColumn("progress_seq", Long.class);
                    heads.put(
                            new FileId(row.getColumn("file_id", String.class)),
                            new Head(
                                    JobState.fromWire(row.getColumn("state", String.class)),
                                    progress == null ? entry : Math.max(entry, progress),
                                    row.getColumn("attempt", Integer.class)));
                    return heads;
                });
    }

    /** The place in the queue, counted from 1, of those of these jobs that wait. */
    static Map<FileId, Integer> positions(Handle handle, Collection<FileId> ids) {
        return handle.createQuery("select file_id, place from (select file_id, row_number() over"
                        + " (order by priority desc, created_at, file_id) as place from job where state = 'queued') waiting"
                        + " where file_id = any(:ids)")
                .bindArray("ids", String.class, ids.stream().map(FileId::value).toArray())
                .reduceRows(new HashMap<>(), (places, row) -> {
                    places.put(
                            new FileId(row.getColumn("file_id", String.class)), row.getColumn("place", Integer.class));
                    return places;
                });
    }

    /** How many jobs are in each state; states without any are left out. */
    static Map<JobState, Long> census(Handle handle) {
        return handle.createQuery("select state, count(*) as jobs from job group by state")
                .reduceRows(new EnumMap<>(JobState.class), (census, row) -> {
                    census.put(
                            JobState.fromWire(row.getColumn("state", String.class)), row.getColumn("jobs", Long.class));
                    return census;
                });
    }

    /** Queues the work of a failed job anew, as a job of its own on the same original. */
    static Job repeat(Handle handle, FileId failed, FileId fileId, Instant at) {
        // Locked, so that whoever deletes the failed one sees that its original is still in use.
        Job job = handle.createQuery("select * from job where file_id = :id for update")
                .bind("id", failed.value())
                .map((row, context) -> job(row))
                .findOne()
                .orElseThrow(Failure.NOT_FOUND::asException);
        if (job.state() != JobState.FAILED) {
            throw Failure.NOT_FAILED.asException();
        }
        if (RetentionTable.expired(handle, failed).contains(Retained.ORIGINALS)) {
            throw Failure.ORIGINAL_EXPIRED.asException();
        }
        insert(handle, fileId, job.upload(), job.priority(), Optional.of(failed), at);
        return new Job(
                fileId, JobState.QUEUED, job.upload(), job.priority(), at, 0, Optional.empty(), Optional.of(failed));
    }

    /** Removes a job and its journal, if it is there; what it gives are the bytes that nobody is promised any more. */
    static Optional<Doomed> remove(Handle handle, FileId fileId) {
        Optional<String> media = handle.createQuery("select media from job where file_id = :id")
                .bind("id", fileId.value())
                .mapTo(String.class)
                .findOne();
        return media.flatMap(address -> {
            lock(handle, address);
            return TombstoneTable.bury(handle, fileId, " and media = :media", Map.of("media", address))
                    .map(fence -> new Doomed(fileId, fence, address, !isInUse(handle, address), true));
        });
    }

    /**
     * Locks all jobs that were made of this original, in one order, so that those who remove some of them at once do
     * not each take the other for a user. Who uses it is to be asked after this: a repetition that came before is not
     * among what PostgreSQL had begun to look at.
     */
    static void lock(Handle handle, String media) {
        var unused = handle.createQuery("select file_id from job where media = :media order by file_id for update")
                .bind("media", media)
                .mapTo(String.class)
                .list();
    }

    /** Whether any job was made of the original at this address. */
    static boolean isInUse(Handle handle, String media) {
        return handle.createQuery("select count(*) from job where media = :media")
                        .bind("media", media)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** Up to the entry that the job's row names: what was committed since the row was read does not belong to it. */
    private static Map<FileId, List<JobEvent>> journals(Handle handle, Object[] ids) {
        return handle.createQuery("select journal.* from " + THESE
                        + " join journal on journal.file_id = these.id order by journal.file_id, entry")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> EventRows.journalEntry(
                        new FileId(row.getString("file_id")),
                        row.getInt("entry"),
                        row.getString("kind"),
                        instant(row, "at"),
                        row.getInt("attempt"),
                        row.getString("detail")))
                .collect(Collectors.groupingBy(JobEvent::fileId));
    }

    static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString("filename"),
                row.getString("mime_type"),
                row.getLong("size"),
                row.getString("media"),
                row.getString("profile"));
    }

    static Job job(ResultSet row) throws SQLException {
        return new Job(
                new FileId(row.getString("file_id")),
                JobState.fromWire(row.getString("state")),
                upload(row),
                row.getInt("priority"),
                instant(row, "created_at"),
                row.getInt("attempt"),
                Optional.ofNullable(row.getString("output")),
                Optional.ofNullable(row.getString("retry_of")).map(FileId::new));
    }

    /** The stored progress, unless a journal entry has come after it. */
    static Optional<JobEvent.Progress> progress(ResultSet row) throws SQLException {
        String column = row.getString("progress");
        long seq = row.getLong("progress_seq");
        return column == null || Seq.entry(seq) < row.getInt("entry")
                ? Optional.empty()
                : Optional.of(EventRows.progress(new FileId(row.getString("file_id")), seq, column));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
