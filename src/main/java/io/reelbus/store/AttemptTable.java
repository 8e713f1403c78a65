package io.reelbus.store;

import io.reelbus.job.FileId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of what operators want to know of attempts: who made them, when, how they ended, and ffmpeg's last words. */
final class AttemptTable {
    private static final int MAX_SAID = 16_384;

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

    /** {@code outcome} is {@code completed}, {@code released}, {@code lost} or the code of a failure. */
    static void end(Handle handle, FileId fileId, int attempt, Instant at, String outcome, List<String> said) {
        // A NUL is the one character that databases refuse; what was said last says most.
        String text = String.join("\n", said).replace('\0', '\uFFFD');
        handle.createUpdate("update attempt set ended_at = :at, outcome = :outcome, said = :said"
                        + " where file_id = :id and attempt = :attempt")
                .bind("id", fileId.value())
                .bind("attempt", attempt)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("outcome", outcome)
                .bind("said", text.substring(Math.max(0, text.length() - MAX_SAID)))
                .execute();
    }
}
