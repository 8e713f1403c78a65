package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class H2JobStoreTest extends JobStoreContract {
    @Override
    protected JobStore open(StoreConfig config) {
        return Await.result(JobStore.open(vertx, config, folder));
    }

    @Override
    protected void sql(String statement) {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            assertEquals(1, sql.executeUpdate(statement));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:"
                + folder.toAbsolutePath().resolve("db").resolve("reelbus") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    private String history() throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(
                        "select \"version\", \"installed_on\" from \"schema_history\" where \"version\" is not null order by \"installed_rank\"")) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1))
                        .append(' ')
                        .append(rows.getString(2))
                        .append('\n');
            }
            return text.toString();
        }
    }

    @Test
    void theSchemaIsMigratedOnce() throws SQLException, IOException {
        String first = history();
        assertEquals(migrations().size(), first.lines().count());
        Await.result(jobs.close());
        jobs = open(config());
        assertEquals(first, history());
    }

    @Test
    void theVersionOfTheSchemaIsThatOfTheNewestMigration() throws IOException {
        int newest = migrations().stream().max(Comparator.naturalOrder()).orElseThrow();
        assertEquals(Integer.toString(newest), Schema.VERSION);
    }

    private static List<Integer> migrations() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .toList();
        }
    }
}
