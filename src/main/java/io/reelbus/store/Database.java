package io.reelbus.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The connection pool and what differs between the databases; blocking. */
final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /** Opens the database, bringing its schema up to date. Fails when another process holds the embedded one. */
    static Database open(StoreConfig config, Path dataFolder) throws IOException {
        // First by ourselves: H2 complains of a folder that cannot be used on stdout.
        Files.createDirectories(dataFolder.resolve("db"));
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(config.url().isEmpty() ? embeddedUrl(dataFolder) : config.url());
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(5_000);
        hikari.setPoolName("store");
        HikariDataSource pool = new HikariDataSource(hikari);
        try {
            Database database = new Database(pool);
            Schema.migrate(database.jdbi, pool);
            return database;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * With H2's default write delay 40 % of the acknowledged commits were lost at kill -9; without, none. The node
     * closes the database itself, after its last write: not a shutdown hook in the middle of it.
     */
    private static String embeddedUrl(Path dataFolder) {
        return "jdbc:h2:file:" + dataFolder.toAbsolutePath().resolve("db").resolve("reelbus")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** Forces what is committed to the disk itself, so that it survives the loss of power too. */
    void sync(Handle handle) {
        handle.execute("CHECKPOINT SYNC");
    }

    @Override
    public void close() {
        pool.close();
    }
}
