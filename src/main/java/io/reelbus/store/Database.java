package io.reelbus.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The connections to the database and what differs between H2 and PostgreSQL; blocking. */
final class Database implements AutoCloseable {
    /** How long a caller waits for a connection before it is told that the store is out of reach. */
    private static final int WAIT_MS = 5_000;

    private static final String UNIQUE_VIOLATION = "23505";

    private final HikariDataSource requests;
    private final HikariDataSource leases;
    private final Jdbi forRequests;
    private final Jdbi forLeases;
    private final boolean embedded;

    private Database(HikariDataSource requests, HikariDataSource leases, boolean embedded) {
        this.requests = requests;
        this.leases = leases;
        this.forRequests = Jdbi.create(requests);
        this.forLeases = Jdbi.create(leases);
        this.embedded = embedded;
    }

    /**
     * Opens the database, bringing its schema up to date. Work under a lease has {@code leaseConnections} of its own:
     * a heartbeat must not wait behind a flood of reads. Fails when another process holds the embedded database.
     */
    static Database open(StoreConfig config, Path dataFolder, int leaseConnections) throws IOException {
        if (config.url().isEmpty()) {
            // First by ourselves: H2 complains of a folder that cannot be used on stdout.
            Files.createDirectories(dataFolder.resolve("db"));
        }
        HikariDataSource requests = pool(config, dataFolder, "store", config.poolSize());
        try {
            Schema.migrate(Jdbi.create(requests), requests);
            return new Database(requests, pool(config, dataFolder, "leases", leaseConnections), config.isEmbedded());
        } catch (RuntimeException e) {
            requests.close();
            throw e;
        }
    }

    private static HikariDataSource pool(StoreConfig config, Path dataFolder, String name, int size) {
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(config.url().isEmpty() ? embeddedUrl(dataFolder) : config.url());
        if (!config.user().isEmpty()) {
            hikari.setUsername(config.user());
            hikari.setPassword(config.password());
        }
        if (!config.isEmbedded()) {
            // A server that is stopped or cut off says nothing: whoever waits for it must be told in time. What the
            // URL says of these wins.
            hikari.addDataSourceProperty("connectTimeout", "5");
            hikari.addDataSourceProperty("socketTimeout", "10");
            hikari.addDataSourceProperty("tcpKeepAlive", "true");
            hikari.addDataSourceProperty("ApplicationName", "reelbus");
        }
        if (config.isEmbedded()) {
            // H2 closes its database when the disk is full, and its connections go on calling themselves valid: the
            // pool must ask the database itself, or it hands out dead ones for ever.
            hikari.setConnectionTestQuery("select 1");
        }
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(WAIT_MS);
        hikari.setValidationTimeout(WAIT_MS / 2);
        hikari.setPoolName(name);
        return new HikariDataSource(hikari);
    }

    /**
     * With H2's default write delay 40 % of the acknowledged commits were lost at kill -9; without, none. The node
     * closes the database itself, after its last write: not a shutdown hook in the middle of it.
     */
    private static String embeddedUrl(Path dataFolder) {
        return "jdbc:h2:file:" + dataFolder.toAbsolutePath().resolve("db").resolve("reelbus")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    }

    Jdbi forRequests() {
        return forRequests;
    }

    Jdbi forLeases() {
        return forLeases;
    }

    /**
     * Forces what is committed to the disk itself, so that it survives the loss of power too. PostgreSQL does so at
     * each commit.
     */
    void sync(Handle handle) {
        if (embedded) {
            handle.execute("CHECKPOINT SYNC");
        }
    }

    /** Whether this trouble is that of a database that cannot be reached now, and may be soon. */
    static boolean isOutOfReach(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            // Class 08 is trouble with a connection; 57P01 to 57P05 a server that shuts down or starts.
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether this trouble is that a row of this key is there already. */
    static boolean isDuplicate(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Has the pools tell how many of their connections are in use; once. */
    void meter(MeterRegistry registry) {
        requests.setMetricRegistry(registry);
        leases.setMetricRegistry(registry);
    }

    @Override
    public void close() {
        leases.close();
        requests.close();
    }
}
