package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Lease;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.HandleCallback;

/**
 * The store of jobs: the truth that the bus only announces. Every method is one short transaction on a worker thread;
 * its Future completes on the caller's context once the transaction is committed.
 */
public final class JobStore {
    private static final int DEFAULT_PRIORITY = 5;

    private final Database database;
    private final LeaseTable leases;
    private final WorkerExecutor threads;

    private JobStore(Database database, LeaseTable leases, WorkerExecutor threads) {
        this.database = database;
        this.leases = leases;
        this.threads = threads;
    }

    /** Opens the store; fails when the database cannot be opened, for one because another node holds it. */
    public static Future<JobStore> open(Vertx vertx, StoreConfig config, Path dataFolder) {
        WorkerExecutor threads = vertx.createSharedWorkerExecutor("store", config.poolSize(), 1, TimeUnit.MINUTES);
        return threads.executeBlocking(() -> Database.open(config, dataFolder), false)
                .map(database -> new JobStore(database, new LeaseTable(config), threads));
    }

    /** Makes the job of an upload whose bytes are durable. When this succeeds the job survives the loss of power. */
    public Future<Void> accept(FileId fileId, Upload upload) {
        return run(() -> database.jdbi().withHandle(handle -> {
            handle.useTransaction(tx -> JobTable.insert(tx, fileId, upload, DEFAULT_PRIORITY, now()));
            database.sync(handle);
            return null;
        }));
    }

    public Future<Optional<Job>> job(FileId fileId) {
        return read(handle -> JobTable.job(handle, fileId));
    }

    public Future<Optional<Story>> story(FileId fileId) {
        return read(handle -> JobTable.story(handle, fileId));
    }

    /** Gives the worker of this name the next job that waits, or one whose worker has gone silent. */
    public Future<Claim> claim(String worker) {
        return read(handle -> leases.claim(handle, worker));
    }

    /** Extends the lease and stores the latest progress; false when the lease is lost. */
    public Future<Boolean> heartbeat(Lease lease, Optional<JobEvent.Progress> progress) {
        return read(handle -> leases.heartbeat(handle, lease, progress));
    }

    /** Commits the outcome, which publishes the outputs at this media address; empty when the lease is lost. */
    public Future<Optional<JobEvent.Completed>> complete(Lease lease, String output, Map<String, Object> result) {
        return durably(handle -> leases.complete(handle, lease, output, result));
    }

    /** Ends an attempt that failed. */
    public Future<Failing> fail(Lease lease, FailureException reason) {
        return durably(handle -> leases.fail(handle, lease, reason));
    }

    /** Gives the job back, as a worker that stops does: it counts as nothing. False when the lease is lost. */
    public Future<Boolean> release(Lease lease) {
        return read(handle -> leases.release(handle, lease));
    }

    /** Ends a job that is not final yet, whoever works on it; empty when there is nothing to end. */
    public Future<Optional<JobEvent.Failed>> end(FileId fileId, FailureException reason) {
        return durably(handle -> leases.end(handle, fileId, reason));
    }

    /** Removes the job and its journal. */
    public Future<Void> remove(FileId fileId) {
        return durably(handle -> {
            handle.createUpdate("delete from job where file_id = :id")
                    .bind("id", fileId.value())
                    .execute();
            return null;
        });
    }

    public Future<Void> close() {
        return run(() -> {
                    database.close();
                    return (Void) null;
                })
                .eventually(threads::close);
    }

    /** What is told or answered after this survives the loss of power. */
    private <T> Future<T> durably(HandleCallback<T, RuntimeException> work) {
        return run(() -> database.jdbi().withHandle(handle -> {
            T result = handle.inTransaction(work);
            database.sync(handle);
            return result;
        }));
    }

    private <T> Future<T> read(HandleCallback<T, RuntimeException> work) {
        return run(() -> database.jdbi().inTransaction(work));
    }

    private <T> Future<T> run(java.util.concurrent.Callable<T> work) {
        return threads.executeBlocking(
                () -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw Disk.isFull(e) ? Failure.DISK_FULL.causedBy(e) : e;
                    }
                },
                false);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
