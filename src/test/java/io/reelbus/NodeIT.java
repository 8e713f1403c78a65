package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

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
    void aNodeThatCannotStartSaysSoAndLetsGoOfItsFolder(@TempDir Path data) throws Exception {
        try (TestNode first = TestNode.start(data.resolve("first"))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> TestNode.start(data.resolve("second"), Map.of("PORT", Integer.toString(first.port()))));
        }
        TestNode.start(data.resolve("second")).close();
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
