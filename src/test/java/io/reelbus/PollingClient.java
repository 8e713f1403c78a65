package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A Socket.IO client that polls, by hand: each of its requests goes to the node it is told. */
record PollingClient(String sid) {
    private static final String PATH = "/socket.io/?EIO=4&transport=polling";

    static PollingClient open(Reachable node) throws Exception {
        String open = new String(Web.get(node, PATH).body());
        return new PollingClient(new JsonObject(open.substring(1)).getString("sid"));
    }

    HttpResponse<byte[]> ask(Reachable node) throws Exception {
        return Web.send(Web.to(node, PATH + "&sid=" + sid).timeout(Duration.ofSeconds(60)));
    }

    String poll(Reachable node) throws Exception {
        HttpResponse<byte[]> answer = ask(node);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        return new String(answer.body());
    }

    void post(Reachable node, String packets) throws Exception {
        HttpResponse<byte[]> answer =
                Web.send(Web.to(node, PATH + "&sid=" + sid).POST(BodyPublishers.ofString(packets)));
        assertEquals("ok", new String(answer.body()));
    }

    void subscribe(Reachable node, String fileId) throws Exception {
        post(node, "42/file-processing,[\"subscribe:file\",{\"fileId\":\"" + fileId + "\"}]");
    }
}
