package io.reelbus.store;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What is promised whatever the database is; one of it serves all tests of a class, each of which finds it empty. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class DatabaseContract {
    private final Vertx vertx = Vertx.vertx();
    private Path folder;
    private boolean isAsBefore = true;
    protected TestDatabase database;
    protected JobStore jobs;

    abstract TestDatabase database(Path folder);

    @BeforeAll
    void open(@TempDir Path folder) {
        this.folder = folder;
        database = database(folder);
        jobs = database.open(vertx, folder);
    }

    @BeforeEach
    void empty() {
        database.execute("delete from job");
        database.execute("delete from resumable_upload");
        database.execute("delete from tombstone");
    }

    /** For one test: the store is closed and opened on the same database. */
    protected void reopen(int leaseSeconds, int maxFailures) {
        Await.result(jobs.close());
        jobs = database.open(vertx, folder, leaseSeconds, maxFailures);
        isAsBefore = false;
    }

    @AfterEach
    void openAsBefore() {
        if (!isAsBefore) {
            reopen(TestDatabase.LEASE_SECONDS, TestDatabase.MAX_FAILURES);
            isAsBefore = true;
        }
    }

    @AfterAll
    void close() {
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    protected FileId accepted() {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, id + "/original", "web"), Priority.DEFAULT));
        return id;
    }
}
