package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reelbus.store.Postgres;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIT {
    @Test
    void aFreshNodeServesThePage(@TempDir Path data) throws Exception {
        try (TestNode node = TestNode.start(data)) {
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(node.uri("/")).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
        }
    }

    @Test
    void everySmallUploadOfManyIsAnsweredOnceItIsSafe(@TempDir Path data) throws Exception {
        try (TestNode node = TestNode.start(data)) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest upload = HttpRequest.newBuilder(node.uri("/api/videos"))
                    .header("Content-Type", "multipart/form-data; boundary=edge")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n"
                                    + "no video".repeat(300) + "\r\n--edge--\r\n"))
                    .build();
            for (int i = 0; i < 300; i++) {
                var answer = client.send(upload, HttpResponse.BodyHandlers.ofString());
                assertEquals(201, answer.statusCode(), answer.body());
            }
        }
    }

    @Test
    void aNodeThatCannotStartSaysSoAndLetsGoOfItsFolder(@TempDir Path data) throws Exception {
        try (TestNode first = TestNode.start(data.resolve("first"))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> TestNode.start(data.resolve("second"), Map.of("PORT", Integer.toString(first.port()))));
        }
        TestNode.start(data.resolve("second")).close();
    }

    @Test
    void theStoreKnowsAWorkerByItsNodeAndItsSlot(@TempDir Path data) throws Exception {
        String url = Postgres.database();
        Map<String, String> settings =
                Map.of("REELBUS_STORE_URL", url, "REELBUS_NODE", "studio", "REELBUS_TRANSCODE_SLOTS", "1");
        try (TestNode node = TestNode.start(data, settings)) {
            Web.outcome(node, Web.upload(node, Web.random(1_000)));
            assertEquals(1, Postgres.execute(url, "update attempt set said = '' where worker = 'studio/slot-1'"));
        }
    }

    @Test
    void aNodeStopsAtOnceWhileItWorks(@TempDir Path data) throws Exception {
        for (int i = 0; i < 5; i++) {
            TestNode node = TestNode.start(data);
            Web.upload(node, Web.random(2_000_000));
            assertTimeoutPreemptively(Duration.ofSeconds(10), node::close);
        }
    }
}
