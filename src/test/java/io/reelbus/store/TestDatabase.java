package io.reelbus.store;

import io.reelbus.Await;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A database of a test's own, of either kind: a store stands on it, and SQL is run at its side. */
final class TestDatabase {
    static final int LEASE_SECONDS = 30;
    static final int MAX_FAILURES = 3;
    static final int MAX_LOST_LEASES = 5;

    private final String url;

    private TestDatabase(String url) {
        this.url = url;
    }

    /** Of the embedded one, as it is without a configuration. */
    static StoreConfig config() {
        return config("", LEASE_SECONDS, MAX_FAILURES);
    }

    private static StoreConfig config(String url, int leaseSeconds, int maxFailures) {
        return new StoreConfig(url, "", "", 8, "", leaseSeconds, maxFailures, MAX_LOST_LEASES);
    }

    static TestDatabase h2(Path folder) {
        return new TestDatabase("jdbc:h2:file:" + folder.toAbsolutePath().resolve("test") + ";WRITE_DELAY=0");
    }

    /** For very many rows, which take three times as long on a disk; gone with the store that is opened on it. */
    static TestDatabase h2InMemory() {
        return new TestDatabase("jdbc:h2:mem:" + UUID.randomUUID());
    }

    static TestDatabase postgres() {
        return new TestDatabase(Postgres.database());
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    JobStore open(Vertx vertx, Path folder) {
        return open(vertx, folder, LEASE_SECONDS, MAX_FAILURES);
    }

    JobStore open(Vertx vertx, Path folder, int leaseSeconds, int maxFailures) {
        return Await.result(JobStore.open(vertx, config(url, leaseSeconds, maxFailures), folder));
    }

    Jdbi sql() {
        return Jdbi.create(url);
    }

    /** Runs one statement; returns how many rows it changed. */
    int execute(String statement) {
        return sql().withHandle(handle -> handle.execute(statement));
    }

    /** The first column of what a query gives. */
    List<String> column(String query) {
        return sql().withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
