package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.store.Postgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that do not do everything. */
@Timeout(120)
class RolesIT {
    @Test
    void aNodeThatIsNoBridgeIsPolledAndHoldsNoStreams(@TempDir Path folder) throws Exception {
        String port = Integer.toString(freePort());
        Map<String, String> settings = Map.of(
                "REELBUS_ROLES",
                "http,worker",
                "REELBUS_STORE_URL",
                Postgres.database(),
                "REELBUS_STORE_MEDIA_FOLDER",
                folder.resolve("media").toString(),
                "REELBUS_CLUSTER_ENABLED",
                "true",
                "REELBUS_CLUSTER_NAME",
                "roles",
                "REELBUS_CLUSTER_HOST",
                "127.0.0.1",
                "REELBUS_CLUSTER_PORT",
                port,
                "REELBUS_CLUSTER_MEMBERS",
                "127.0.0.1:" + port);
        try (TestNode node = TestNode.start(folder.resolve("data"), settings)) {
            String id = Web.upload(node, Files.readAllBytes(Clips.small()));
            JsonObject state = Web.state(node, id);
            while (!state.getString("status").equals("completed")) {
                HttpResponse<byte[]> next =
                        Web.get(node, "/api/videos/" + id + "?wait=30&after=" + state.getLong("seq"));
                assertEquals(200, next.statusCode());
                state = Web.json(next);
            }
            Web.assertProblem(404, "not_found", Web.get(node, "/api/videos/" + id + "/events"));
            assertEquals(200, call(node, "video/get", new JsonObject().put("videoId", id)));
            assertEquals(404, call(node, "video/subscribe", new JsonObject().put("fileId", id)));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int call(TestNode node, String procedure, JsonObject input) throws Exception {
        String body = new JsonObject().put("json", input).encode();
        return Web.send(Web.to(node, "/rpc/" + procedure).POST(BodyPublishers.ofString(body)))
                .statusCode();
    }
}
