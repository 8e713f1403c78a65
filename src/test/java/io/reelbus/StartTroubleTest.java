package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.store.JobStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTroubleTest {
    @Test
    void aDatabaseThatDoesNotAnswerIsSaidInOneLine(@TempDir Path folder) {
        Vertx vertx = Vertx.vertx();
        var config = ConfigLoader.load(null, Map.of("REELBUS_STORE_URL", "jdbc:postgresql://127.0.0.1:1/reelbus"));
        Throwable trouble = Await.result(JobStore.open(vertx, config.store(), folder)
                .transform(opened -> io.vertx.core.Future.succeededFuture(opened.cause())));
        assertEquals(
                "the database of store.url cannot be used: Connection to 127.0.0.1:1 refused. Check that the hostname and"
                        + " port are correct and that the postmaster is accepting TCP/IP connections.",
                StartTrouble.explain(trouble));
        Await.result(vertx.close());
    }

    @Test
    void aWrongPasswordIsSaidInOneLine() {
        var refused = new SQLException("FATAL: password authentication failed for user \"reelbus\"\n  more", "28P01");
        assertEquals(
                "the database of store.url cannot be used: FATAL: password authentication failed for user \"reelbus\"",
                StartTrouble.explain(new RuntimeException("Failed to initialize pool", refused)));
    }
}
