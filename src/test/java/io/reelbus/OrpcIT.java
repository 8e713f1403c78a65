package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.FileId;
import io.reelbus.push.Stage;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** oRPC's own client, unmodified. */
@Timeout(120)
class OrpcIT {
    private Stage stage;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        Script.install();
        stage = Stage.open(folder, Map.of("REELBUS_PUSH_WAIT_SECONDS", "1"));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static Script call(Reachable node, String procedure, JsonObject input, Object... more) throws Exception {
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = node.uri("");
        arguments[1] = procedure;
        arguments[2] = input.encode();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Script.node("orpc.mjs", arguments);
    }

    private JsonObject file() {
        return new JsonObject().put("fileId", stage.id.value());
    }

    private static List<String> ids(Script script) {
        return script.lines().stream()
                .map(line -> line.getString("id"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static JsonObject error(Script script) throws Exception {
        return script.await(line -> line.containsKey("error")).lines().get(0).getJsonObject("error");
    }

    @Test
    void aStoryIsIteratedOverToItsEnd() throws Exception {
        stage.accept();
        stage.begin();
        try (Script script = call(stage, "video/subscribe", file())) {
            script.await(line -> "2000000".equals(line.getString("id")));
            stage.progress(2, 7, "Seven");
            script.await(line -> "2000007".equals(line.getString("id")));
            stage.complete();
            script.await(line -> line.containsKey("done"));
            assertEquals(List.of("2000000", "2000007", "2999999", "3000000"), ids(script));
            // The values are the frames of the raw WebSocket.
            List<JsonObject> polled =
                    Web.json(Web.get(stage, stage.path("?events=true"))).getJsonArray("events").stream()
                            .map(JsonObject.class::cast)
                            .toList();
            List<JsonObject> told = Told.of(script.lines(), stage.id.value()).lifecycle();
            told.forEach(each -> each.remove("id"));
            assertEquals(polled, told);
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void afterACutTheRetryPluginGoesOnWhereItWas() throws Exception {
        stage.accept();
        stage.begin();
        try (Forwarder proxy = Forwarder.to(List.of(stage));
                Script script = call(proxy, "video/subscribe", file(), 50)) {
            script.await(line -> "2000000".equals(line.getString("id")));
            stage.progress(2, 7, "Seven");
            script.await(line -> "2000007".equals(line.getString("id")));
            proxy.connections().forEach(Forwarder.Connection::cut);
            script.await(line -> "2000007".equals(line.getString("retry")));
            stage.complete();
            script.await(line -> line.containsKey("done"));
            assertEquals(List.of("2000000", "2000007", "2999999", "3000000"), ids(script));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void anAbortLeavesNothing() throws Exception {
        stage.accept();
        try (Script script = call(stage, "video/subscribe", file())) {
            script.awaitEvent("subscribed");
            stage.awaitOpen("orpc");
            script.finish();
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void errorsHaveTheirCodeAndStatus() throws Exception {
        try (Script unknown = call(
                        stage,
                        "video/get",
                        new JsonObject().put("videoId", FileId.random().value()));
                Script wrong = call(stage, "video/get", new JsonObject());
                Script none = call(stage, "video/none", new JsonObject())) {
            assertEquals("NOT_FOUND", error(unknown).getString("code"));
            assertEquals(404, error(unknown).getInteger("status"));
            assertEquals("BAD_REQUEST", error(wrong).getString("code"));
            assertEquals("videoId is missing", error(wrong).getString("message"));
            assertEquals("NOT_FOUND", error(none).getString("code"));
            assertEquals(404, error(none).getInteger("status"));
        }
    }

    @Test
    void aWaitInVainIsAnErrorOfTheIterator() throws Exception {
        try (Script script = call(stage, "video/subscribe", file())) {
            script.await(line -> line.containsKey("error"));
            assertEquals(false, script.lines().get(0).getJsonObject("data").getBoolean("known"));
            assertEquals(
                    "NOT_FOUND", script.lines().get(1).getJsonObject("error").getString("code"));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void theStateOfAVideoIsAsOverHttp() throws Exception {
        stage.accept();
        try (Script script = call(stage, "video/get", new JsonObject().put("videoId", stage.id.value()))) {
            script.await(line -> line.containsKey("output"));
            assertEquals(
                    Web.state(stage, stage.id.value()), script.lines().get(0).getJsonObject("output"));
            assertTrue(script.finish().lines().size() == 1);
        }
    }
}
