package io.reelbus.store;

import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Seq;
import io.reelbus.job.Upload;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL of claims and of everything that is written under a lease; each method is a transaction of its own. Times
 * that decide are computed by the database, so the clocks of nodes do not matter.
 */
final class LeaseTable {
    /** The outcome of an attempt whose worker has gone silent. */
    private static final String LOST = "lost";

    private final StoreConfig config;

    LeaseTable(StoreConfig config) {
        this.config = config;
    }

    /** A row a lease or an ending changes: what is needed to write the next journal entry. */
    private record Held(
            FileId fileId,
            JobState state,
            int entry,
            int attempt,
            int failures,
            int lostLeases,
            long fence,
            int priority,
            Instant createdAt,
            Upload upload) {
        /** Of the jobs that wait the more urgent first, of those the older. */
        static final Comparator<Held> ORDER = Comparator.comparing(Held::priority)
                .reversed()
                .thenComparing(Held::createdAt)
                .thenComparing(held -> held.fileId().value());

        static Held of(ResultSet row) throws SQLException {
            return new Held(
                    new FileId(row.getString("file_id")),
                    JobState.fromWire(row.getString("state")),
                    row.getInt("entry"),
                    row.getInt("attempt"),
                    row.getInt("failures"),
                    row.getInt("lost_leases"),
                    row.getLong("fence"),
                    row.getInt("priority"),
                    JobTable.instant(row, "created_at"),
                    JobTable.upload(row));
        }
    }

    /** Only of these profiles, but whatever has lost too many workers is ended. */
    Claim claim(Handle handle, String worker, Set<String> profiles) {
        Optional<Held> expired = first(ClaimQueue.expired(handle, profiles, config.maxLostLeases()));
        if (expired.isPresent() && hasLostTooMany(expired.get())) {
            return new Claim.Ended(lose(handle, expired.get()));
        }
        return Stream.concat(expired.stream(), waiting(handle, profiles).stream())
                .min(Held.ORDER)
                .<Claim>map(held -> begin(handle, held, worker))
                .orElse(Claim.NOTHING);
    }

    private boolean hasLostTooMany(Held silent) {
        return silent.lostLeases() + 1 >= config.maxLostLeases();
    }

    private static JobEvent.Failed lose(Handle handle, Held silent) {
        endAttempt(handle, silent, LOST);
        return write(handle, silent, Failure.WORKERS_LOST, Failure.WORKERS_LOST.sentence());
    }

    /** Counts a lost lease as a claim would; gives those that have ended by it. */
    List<JobEvent.Failed> putBack(Handle handle, Set<String> profiles) {
        List<Held> silent = ClaimQueue.abandoned(handle, profiles)
                .map((row, context) -> Held.of(row))
                .list();
        silent.stream().filter(held -> !hasLostTooMany(held)).forEach(held -> {
            endAttempt(handle, held, LOST);
            handle.createUpdate("update job set state = :state, lost_leases = :lost, worker = null, lease_until = null,"
                            + " not_before = " + JobTable.NOW_DUE + " where file_id = :id")
                    .bind("state", held.state().to(JobState.QUEUED).wire())
                    .bind("lost", held.lostLeases() + 1)
                    .bind("id", held.fileId().value())
                    .execute();
        });
        return silent.stream()
                .filter(this::hasLostTooMany)
                .map(held -> lose(handle, held))
                .toList();
    }

    private static Optional<Held> waiting(Handle handle, Set<String> profiles) {
        List<String> candidates = ClaimQueue.candidates(handle, profiles);
        return candidates.isEmpty() ? Optional.empty() : first(ClaimQueue.waiting(handle, candidates));
    }

    private static Optional<Held> first(Query query) {
        return query.map((row, context) -> Held.of(row)).findOne();
    }

    private Claim.Held begin(Handle handle, Held held, String worker) {
        JobState next = held.state().to(JobState.PROCESSING);
        int lost = held.lostLeases() + (held.state() == JobState.PROCESSING ? 1 : 0);
        int entry = held.entry() + 1;
        int attempt = held.attempt() + 1;
        long fence = held.fence() + 1;
        handle.createUpdate("update job set state = :state, attempt = :attempt, lost_leases = :lost, fence = :fence,"
                        + " worker = :worker, lease_until = current_timestamp + interval '" + config.leaseSeconds()
                        + "' second, entry = :entry, progress = null, progress_seq = null where file_id = :id")
                .bind("state", next.wire())
                .bind("attempt", attempt)
                .bind("lost", lost)
                .bind("fence", fence)
                .bind("worker", worker)
                .bind("entry", entry)
                .bind("id", held.fileId().value())
                .execute();
        endAttempt(handle, held, LOST);
        Instant at = now();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("filename", held.upload().filename());
        metadata.put("mimeType", held.upload().mimeType());
        metadata.put("size", held.upload().size());
        JobTable.append(
                handle, held.fileId(), entry, EventRows.STARTED, at, attempt, new JsonObject(metadata).encode());
        AttemptTable.begin(handle, held.fileId(), attempt, worker, at);
        var started = new JobEvent.Started(held.fileId(), Seq.ofEntry(entry), at, attempt, metadata);
        return new Claim.Held(
                new Lease(held.fileId(), fence, held.upload(), started),
                Duration.between(held.createdAt(), at),
                held.state() == JobState.PROCESSING);
    }

    /** Extends the lease and stores the progress; false when the lease is lost. */
    boolean heartbeat(Handle handle, Lease lease, Optional<JobEvent.Progress> progress) {
        String keep =
                "update job set lease_until = current_timestamp + interval '" + config.leaseSeconds() + "' second";
        String where = " where file_id = :id and fence = :fence and state = 'processing'";
        var update = progress.isEmpty()
                ? handle.createUpdate(keep + where)
                : handle.createUpdate(keep + ", progress = :progress, progress_seq = :seq" + where)
                        .bind("progress", EventRows.progressColumn(progress.get()))
                        .bind("seq", progress.get().seq());
        return update.bind("id", lease.fileId().value())
                        .bind("fence", lease.fence())
                        .execute()
                == 1;
    }

    /** Publishes the outputs at this address as the job's outcome; empty when the lease is lost. */
    Optional<JobEvent.Completed> complete(
            Handle handle, Lease lease, String output, Map<String, Object> result, AttemptReport report) {
        return held(handle, lease).map(held -> {
            String state = held.state().to(JobState.COMPLETED).wire();
            int entry = held.entry() + 1;
            Instant at = now();
            close(handle, held, state, entry, held.fence());
            handle.createUpdate("update job set output = :output, results_since = ended_at where file_id = :id")
                    .bind("output", output)
                    .bind("id", held.fileId().value())
                    .execute();
            String detail = new JsonObject(result).encode();
            AttemptTable.end(handle, held.fileId(), held.attempt(), at, state, List.of(), report);
            JobTable.append(handle, held.fileId(), entry, EventRows.COMPLETED, at, held.attempt(), detail);
            return new JobEvent.Completed(held.fileId(), Seq.ofEntry(entry), at, held.attempt(), result);
        });
    }

    /** Ends the attempt: back into the queue where another may succeed, else the job has failed. */
    Failing fail(Handle handle, Lease lease, FailureException reason, AttemptReport report) {
        Optional<Held> found = held(handle, lease);
        if (found.isEmpty()) {
            return Failing.LEASE_LOST;
        }
        Held held = found.get();
        AttemptTable.end(
                handle, held.fileId(), held.attempt(), now(), reason.failure().code(), reason.lastWords(), report);
        int failures = held.failures() + 1;
        if (!reason.failure().retryable() || failures >= config.maxFailures()) {
            return new Failing.Final(write(handle, held, reason.failure(), reason.sentence()));
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - 1, 8));
        handle.createUpdate("update job set state = :state, failures = :failures, worker = null, lease_until = null,"
                        + " not_before = current_timestamp + interval '" + pause.toSeconds()
                        + "' second where file_id = :id")
                .bind("state", held.state().to(JobState.QUEUED).wire())
                .bind("failures", failures)
                .bind("id", held.fileId().value())
                .execute();
        return new Failing.Again(pause);
    }

    /** Gives the job back as it is: neither a failure nor a lost lease. False when the lease is lost. */
    boolean release(Handle handle, Lease lease, AttemptReport report) {
        boolean released = handle.createUpdate("update job set state = 'queued', worker = null, lease_until = null,"
                                + " not_before = " + JobTable.NOW_DUE
                                + " where file_id = :id and fence = :fence and state = 'processing'")
                        .bind("id", lease.fileId().value())
                        .bind("fence", lease.fence())
                        .execute()
                == 1;
        if (released) {
            AttemptTable.end(handle, lease.fileId(), lease.attempt(), now(), "released", List.of(), report);
        }
        return released;
    }

    /** Ends a job that is not final yet, whoever holds it; its worker's fence stops matching. Empty when it is final. */
    Optional<JobEvent.Failed> end(Handle handle, FileId fileId, FailureException reason) {
        return handle.createQuery("select * from job where file_id = :id for update")
                .bind("id", fileId.value())
                .map((row, context) -> Held.of(row))
                .findOne()
                .filter(held -> !held.state().isFinal())
                .map(held -> {
                    endAttempt(handle, held, reason.failure().code());
                    return write(handle, held, reason.failure(), reason.sentence());
                });
    }

    /** Of the attempt under way, if there is one: its worker may no longer say anything, so another says how it ended. */
    private static void endAttempt(Handle handle, Held held, String outcome) {
        if (held.state() == JobState.PROCESSING) {
            AttemptTable.end(handle, held.fileId(), held.attempt(), now(), outcome, List.of(), AttemptReport.NONE);
        }
    }

    private static Optional<Held> held(Handle handle, Lease lease) {
        return handle.createQuery(
                        "select * from job where file_id = :id and fence = :fence and state = 'processing' for update")
                .bind("id", lease.fileId().value())
                .bind("fence", lease.fence())
                .map((row, context) -> Held.of(row))
                .findOne();
    }

    private static JobEvent.Failed write(Handle handle, Held held, Failure failure, String error) {
        String state = held.state().to(JobState.FAILED).wire();
        int entry = held.entry() + 1;
        Instant at = now();
        close(handle, held, state, entry, held.fence() + 1);
        String detail = EventRows.failedDetail(failure, error);
        JobTable.append(handle, held.fileId(), entry, EventRows.FAILED, at, held.attempt(), detail);
        return new JobEvent.Failed(held.fileId(), Seq.ofEntry(entry), at, held.attempt(), failure, error);
    }

    private static void close(Handle handle, Held held, String state, int entry, long fence) {
        handle.createUpdate("update job set state = :state, entry = :entry, fence = :fence, worker = null,"
                        + " lease_until = null, progress = null, progress_seq = null, ended_at = current_timestamp,"
                        + " original_since = current_timestamp where file_id = :id")
                .bind("state", state)
                .bind("entry", entry)
                .bind("fence", fence)
                .bind("id", held.fileId().value())
                .execute();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
