package io.reelbus.store;

import io.reelbus.Await;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A database of a test's own, of either kind: a store stands on it, and SQL is run at its side. */
final class TestDatabase {
    private final String url;

    private TestDatabase(String url) {
        this.url = url;
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
        return Await.result(JobStore.open(vertx, new StoreConfig(url, "", "", 8, "", 30, 3, 5), folder));
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
