package io.reelbus.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * The store of jobs: the truth that the bus only announces. Every method is one short transaction on a worker thread;
 * its Future completes on the caller's context once the transaction is committed.
 */
public final class JobStore {
    /** Slots are few and what they write is short. */
    private static final int LEASE_CONNECTIONS = 4;

    private final Database database;
    private final LeaseTable leases;
    private final WorkerExecutor threads;
    private final WorkerExecutor leaseThreads;

    private JobStore(Database database, LeaseTable leases, WorkerExecutor threads, WorkerExecutor leaseThreads) {
        this.database = database;
        this.leases = leases;
        this.threads = threads;
        this.leaseThreads = leaseThreads;
    }

    /** Opens the store; fails when the database cannot be opened, for one because another node holds it. */
    public static Future<JobStore> open(Vertx vertx, StoreConfig config, Path dataFolder) {
        WorkerExecutor threads = vertx.createSharedWorkerExecutor("store", config.poolSize(), 1, TimeUnit.MINUTES);
        WorkerExecutor leaseThreads =
                vertx.createSharedWorkerExecutor("leases", LEASE_CONNECTIONS, 1, TimeUnit.MINUTES);
        return threads.executeBlocking(() -> Database.open(config, dataFolder, LEASE_CONNECTIONS), false)
                .map(database -> new JobStore(database, new LeaseTable(config), threads, leaseThreads));
    }

    /**
     * Makes the job of an upload whose bytes are durable. When this succeeds the job survives the loss of power. Fails
     * with ID_TAKEN where there is a job of this id.
     */
    public Future<Void> accept(FileId fileId, Upload upload, int priority) {
        return durably(handle -> {
            insert(handle, fileId, upload, priority);
            return null;
        });
    }

    void insert(Handle handle, FileId fileId, Upload upload, int priority) {
        try {
            JobTable.insert(handle, fileId, upload, priority, Optional.empty(), now());
        } catch (RuntimeException e) {
            throw Database.isDuplicate(e) ? Failure.ID_TAKEN.causedBy(e) : e;
        }
    }

    /** Repeats a failed job as a new one that shares its original. Fails with NOT_FOUND or NOT_FAILED. */
    public Future<Job> repeat(FileId failed) {
        FileId fileId = FileId.random();
        return durably(handle -> JobTable.repeat(handle, failed, fileId, now()));
    }

    public Future<Optional<Job>> job(FileId fileId) {
        return read(handle -> JobTable.job(handle, fileId));
    }

    public Future<Optional<Story>> story(FileId fileId) {
        return read(handle -> JobTable.story(handle, fileId));
    }

    /** These stories, in two queries however many they are; what does not exist is left out. */
    public Future<Map<FileId, Story>> stories(Collection<FileId> ids) {
        return read(handle -> JobTable.stories(handle, ids));
    }

    /** Where these jobs stand, in one query; what does not exist is left out. */
    public Future<Map<FileId, Head>> heads(Collection<FileId> ids) {
        return read(handle -> JobTable.heads(handle, ids));
    }

    /** The places in the queue, counted from 1, of those of these jobs that wait; in one query. */
    public Future<Map<FileId, Integer>> positions(Collection<FileId> ids) {
        return read(handle -> JobTable.positions(handle, ids));
    }

    /** A page of the list of jobs, in two queries however long it is. */
    public Future<Page<Listed>> list(Selection selection) {
        return read(handle -> JobList.listed(handle, selection));
    }

    /** A page of the list of jobs, each with its story; in three queries however long it is. */
    public Future<Page<Story>> stories(Selection selection) {
        return read(handle -> JobList.stories(handle, selection));
    }

    /** Those of these ids of which a resumable upload is under way, or over by now so that there is a job. */
    public Future<Set<FileId>> coming(Collection<FileId> ids) {
        return read(handle -> UploadTable.coming(handle, ids));
    }

    /** How many jobs are in each state. */
    public Future<Map<JobState, Long>> census() {
        return read(JobTable::census);
    }

    /**
     * How many jobs wait by profile, of the profiles that are not among these: those that are queued, and those whose
     * worker has gone silent.
     */
    public Future<Map<String, Long>> unserved(Set<String> served) {
        return read(handle -> UnservedQueue.count(handle, served));
    }

    /** The attempts at this job in their order, for operators; empty where there is no such job. */
    public Future<List<Attempt>> attempts(FileId fileId) {
        return read(handle -> AttemptTable.all(handle, fileId));
    }

    /** Whether any job was made of the original at this media address. */
    public Future<Boolean> isInUse(String media) {
        return read(handle -> JobTable.isInUse(handle, media));
    }

    Future<Spent> spent(FileId fileId) {
        return read(handle -> TombstoneTable.spent(handle, fileId));
    }

    /** Succeeds when the database answers. */
    public Future<Void> ping() {
        return read(handle -> {
            var unused = handle.createQuery("select 1").mapTo(Integer.class).one();
            return null;
        });
    }

    /**
     * Gives the worker of this name the next job that waits, or one whose worker has gone silent, of those whose profile
     * is one of these, which it can serve.
     */
    public Future<Claim> claim(String worker, Set<String> profiles) {
        return underLease(handle -> leases.claim(handle, worker, profiles));
    }

    /**
     * Puts jobs of these profiles, which nobody serves, back into the queue where their workers have gone silent; 16 of them
     * at once. Gives those that have lost too many workers by now and have failed: somebody must announce them.
     */
    public Future<List<JobEvent.Failed>> putBack(Set<String> profiles) {
        return underLease(handle -> leases.putBack(handle, profiles));
    }

    /** Extends the lease and stores the latest progress; false when the lease is lost. */
    public Future<Boolean> heartbeat(Lease lease, Optional<JobEvent.Progress> progress) {
        return underLease(handle -> leases.heartbeat(handle, lease, progress));
    }

    /** Commits the outcome, which publishes the outputs at this media address; empty when the lease is lost. */
    public Future<Optional<JobEvent.Completed>> complete(
            Lease lease, String output, Map<String, Object> result, AttemptReport report) {
        return durablyUnderLease(handle -> leases.complete(handle, lease, output, result, report));
    }

    /** Ends an attempt that failed. */
    public Future<Failing> fail(Lease lease, FailureException reason, AttemptReport report) {
        return durablyUnderLease(handle -> leases.fail(handle, lease, reason, report));
    }

    /** Gives the job back, as a worker that stops does: it counts as nothing. False when the lease is lost. */
    public Future<Boolean> release(Lease lease, AttemptReport report) {
        return underLease(handle -> leases.release(handle, lease, report));
    }

    /** Ends a job that is not final yet, whoever works on it; empty when there is nothing to end. */
    public Future<Optional<JobEvent.Failed>> end(FileId fileId, FailureException reason) {
        return durably(handle -> leases.end(handle, fileId, reason));
    }

    /**
     * Removes the job and its journal, if it is there; what it gives are the bytes to remove. Another that comes under its
     * id goes on behind it, with its fences and its positions, until what stays of it is {@link #sweepTombstones swept}.
     */
    public Future<Optional<Doomed>> remove(FileId fileId) {
        return durably(handle -> JobTable.remove(handle, fileId));
    }

    /**
     * Withdraws the promise of a batch of what has been kept for this time since the end of its work; what it gives are
     * the bytes to remove. What was withdrawn and never {@link #settle settled} is given again.
     */
    public Future<Page<Doomed>> condemn(Retained what, Duration time, Optional<Cursor> after, int limit) {
        return durably(handle -> RetentionTable.condemn(handle, what, time, after, limit));
    }

    /** Says that these bytes are gone; what it gives are those of which nobody had said so before. */
    public Future<List<FileId>> settle(Retained what, List<Doomed> gone) {
        return durably(handle -> RetentionTable.settle(handle, what, gone));
    }

    /** Forgets a batch of those that were removed so long ago; gives a place where there may be more. */
    public Future<Optional<Cursor>> sweepTombstones(Duration age, int limit) {
        return write(handle -> TombstoneTable.sweep(handle, age, limit));
    }

    /** Which of a job's bytes were kept long enough and are promised no more. */
    public Future<Set<Retained>> expired(FileId fileId) {
        return read(handle -> RetentionTable.expired(handle, fileId));
    }

    void meterConnections(MeterRegistry registry) {
        database.meter(registry);
    }

    public Future<Void> close() {
        return run(threads, () -> {
                    database.close();
                    return (Void) null;
                })
                .eventually(threads::close)
                .eventually(leaseThreads::close);
    }

    private <T> Future<T> read(HandleCallback<T, RuntimeException> work) {
        return write(work);
    }

    <T> Future<T> write(HandleCallback<T, RuntimeException> work) {
        return run(threads, () -> database.forRequests().inTransaction(work));
    }

    /** What is told or answered after this survives the loss of power. */
    <T> Future<T> durably(HandleCallback<T, RuntimeException> work) {
        return run(threads, () -> synced(database.forRequests(), work));
    }

    private <T> Future<T> underLease(HandleCallback<T, RuntimeException> work) {
        return run(leaseThreads, () -> database.forLeases().inTransaction(work));
    }

    private <T> Future<T> durablyUnderLease(HandleCallback<T, RuntimeException> work) {
        return run(leaseThreads, () -> synced(database.forLeases(), work));
    }

    private <T> T synced(Jdbi connections, HandleCallback<T, RuntimeException> work) {
        return connections.withHandle(handle -> {
            T result = handle.inTransaction(work);
            database.sync(handle);
            return result;
        });
    }

    private static <T> Future<T> run(WorkerExecutor threads, Callable<T> work) {
        return threads.executeBlocking(
                () -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw explain(e);
                    }
                },
                false);
    }

    private static RuntimeException explain(RuntimeException e) {
        if (Disk.isFull(e)) {
            return Failure.DISK_FULL.causedBy(e);
        }
        return Database.isOutOfReach(e) ? Failure.UNAVAILABLE.causedBy(e) : e;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
