package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
}
