package io.reelbus.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A PostgreSQL that is stopped and started again on its port, with its data. */
public final class RestartablePostgres implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    /** Starts it for the first time. */
    public RestartablePostgres(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        start();
    }

    public void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .start();
    }

    /** As an operator does: connections are cut, what was committed stays. */
    public void stop() throws IOException {
        server.close();
    }

    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
