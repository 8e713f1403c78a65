package io.reelbus.store;

import io.reelbus.job.AttemptReport;
import io.reelbus.job.FileId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of what operators want to know of attempts: who made them, when, how they ended, what was run, and ffmpeg's
 * last words.
 */
final class AttemptTable {
    private static final int MAX_SAID = 16_384;
    private static final int MAX_VERSION = 255;

    private AttemptTable() {}

    static void begin(Handle handle, FileId fileId, int attempt, String worker, Instant at) {
        handle.createUpdate("insert into attempt (file_id, attempt, worker, started_at)"
                        + " values (:id, :attempt, :worker, :at)")
                .bind("id", fileId.value())
                .bind("attempt", attempt)
                .bind("worker", worker)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /**
     * {@code outcome} is {@code completed}, {@code released}, {@code lost} or the code of a failure; {@code said} is what
     * the failure came with, and where that is nothing the last run has the last word.
     */
    static void end(
            Handle handle,
            FileId fileId,
            int attempt,
            Instant at,
            String outcome,
            List<String> said,
            AttemptReport report) {
        handle.createUpdate("update attempt set ended_at = :at, outcome = :outcome, said = :said,"
                        + " ffmpeg_version = :version, runs = :runs where file_id = :id and attempt = :attempt")
                .bind("id", fileId.value())
                .bind("attempt", attempt)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("outcome", outcome)
                .bind("said", end(String.join("\n", said.isEmpty() ? lastWords(report) : said), MAX_SAID))
                .bind("version", end(report.ffmpegVersion(), MAX_VERSION))
                .bind("runs", RunsColumn.encode(report.runs()))
                .execute();
    }

    private static List<String> lastWords(AttemptReport report) {
        return report.runs().isEmpty()
                ? List.of()
                : report.runs().get(report.runs().size() - 1).said();
    }

    /** A NUL is the one character that databases refuse; what was said last says most. */
    private static String end(String text, int length) {
        return text.replace('\0', '\uFFFD').substring(Math.max(0, text.length() - length));
    }

    /** The attempts at this job, in their order. */
    static List<Attempt> all(Handle handle, FileId fileId) {
        return handle.createQuery("select * from attempt where file_id = :id order by attempt")
                .bind("id", fileId.value())
                .map((row, context) -> attempt(row))
                .list();
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getInt("attempt"),
                row.getString("worker"),
                JobTable.instant(row, "started_at"),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("outcome")),
                Optional.ofNullable(row.getString("said")).orElse(""),
                new AttemptReport(
                        Optional.ofNullable(row.getString("ffmpeg_version")).orElse(""),
                        RunsColumn.decode(row.getString("runs"))));
    }
}
