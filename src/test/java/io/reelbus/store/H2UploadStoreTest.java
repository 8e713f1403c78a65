package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Await;
import java.sql.DriverManager;
import java.sql.SQLException;

class H2UploadStoreTest extends UploadStoreContract {
    @Override
    protected JobStore open() {
        return Await.result(JobStore.open(vertx, JobStoreContract.config(), folder));
    }

    @Override
    protected void sql(String statement) {
        String database =
                folder.toAbsolutePath().resolve("db").resolve("reelbus").toString();
        try (var connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + database + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
                var sql = connection.createStatement()) {
            assertEquals(1, sql.executeUpdate(statement));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
