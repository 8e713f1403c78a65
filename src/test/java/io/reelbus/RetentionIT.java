package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node keeps for a time, from the upload to the last row: its clock is put forward in the database. */
@Timeout(120)
class RetentionIT {
    @TempDir
    Path data;

    private static HttpResponse<byte[]> retry(TestNode node, String id) throws Exception {
        return Web.send(Web.to(node, "/api/videos/" + id + "/retry").POST(BodyPublishers.noBody()));
    }

    /** The work that is over, in the database of a node that does not run, has been so for two days more. */
    private void twoDaysPass() throws SQLException {
        String url = "jdbc:h2:file:" + data.toAbsolutePath().resolve("db").resolve("reelbus") + ";WRITE_DELAY=0";
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            assertEquals(
                    2,
                    sql.executeUpdate("update job set ended_at = ended_at - interval '2' day, original_since ="
                            + " original_since - interval '2' day, results_since = results_since - interval '2' day"));
        }
    }

    private static double removed(TestNode node, String kind) throws Exception {
        return Scrape.of(node).value("reelbus_retention_removed_total{kind=" + kind + "}");
    }

    @Test
    void whatIsKeptLongEnoughGoesAndWhatIsToldOfItStaysTrue() throws Exception {
        String failed;
        String completed;
        List<JsonObject> states;
        try (TestNode node = TestNode.start(data)) {
            failed = Web.upload(node, Files.readAllBytes(Clips.text()));
            completed = Web.upload(node, Files.readAllBytes(Clips.silent()));
            states = List.of(Web.outcome(node, failed), Web.outcome(node, completed));
            assertEquals(0, removed(node, "originals"));
        }
        twoDaysPass();

        Map<String, String> bytes =
                Map.of("REELBUS_RETENTION_ORIGINALS_DAYS", "1", "REELBUS_RETENTION_RESULTS_DAYS", "1");
        try (TestNode node = TestNode.start(data, bytes)) {
            Await.until("originals are gone", () -> removed(node, "originals") == 2);
            Await.until("results are gone", () -> removed(node, "results") == 1);
            assertEquals(List.of(), Web.names(data.resolve("media")));
            for (String id : List.of(failed, completed)) {
                Web.assertProblem(410, "original_expired", Web.get(node, "/storage/files/" + id));
            }
            Web.assertProblem(410, "original_expired", retry(node, failed));
            Web.assertProblem(409, "not_failed", retry(node, completed));
            String files = "/api/videos/" + completed + "/files/";
            Web.assertProblem(410, "results_expired", Web.get(node, files + "video.mp4"));
            Web.assertProblem(410, "results_expired", Web.get(node, files + "poster.jpg"));
            Web.assertProblem(404, "not_found", Web.get(node, "/api/videos/" + failed + "/files/video.mp4"));
            assertEquals(states, List.of(Web.state(node, failed), Web.state(node, completed)));
            assertFalse(Web.json(Web.get(node, "/api/videos/" + completed + "?events=true"))
                    .getJsonArray("events")
                    .isEmpty());
        }

        try (TestNode node = TestNode.start(data, Map.of("REELBUS_RETENTION_HISTORY_DAYS", "1"))) {
            Await.until("the history is gone", () -> removed(node, "history") == 2);
            for (String id : List.of(failed, completed)) {
                Web.assertProblem(404, "not_found", Web.get(node, "/api/videos/" + id));
                Web.assertProblem(404, "not_found", Web.get(node, "/storage/files/" + id));
                Web.assertProblem(404, "not_found", retry(node, id));
            }
            Web.assertProblem(404, "not_found", Web.get(node, "/api/videos/" + completed + "/files/video.mp4"));
        }
    }
}
