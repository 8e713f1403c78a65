package io.reelbus.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A PostgreSQL of the tests' own, started at the first use, that ends with this JVM; each test gets a database. */
public final class Postgres {
    private static final EmbeddedPostgres SERVER = start();

    private Postgres() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a new and empty database, with user and password in it. */
    public static String database() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        execute(SERVER.getJdbcUrl("postgres", "postgres"), "create database " + name);
        return SERVER.getJdbcUrl("postgres", name);
    }

    /** Runs one statement; returns how many rows it changed. */
    public static int execute(String url, String statement) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            return sql.executeUpdate(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
