package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.FileId;
import io.reelbus.push.Stage;
import io.vertx.core.json.JsonArray;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static Script call(Reachable node, String procedure, JsonObject input) throws Exception {
        return Script.node("orpc.mjs", "rpc", node.uri(""), procedure, input.encode());
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

    @ParameterizedTest
    @CsvSource({"rpc, '2000000 2000007 2999999 3000000'", "openapi, '2000000 2000007 2999999'"})
    void afterACutTheRetryPluginGoesOnWhereItWas(String wire, String told) throws Exception {
        stage.accept();
        stage.begin();
        try (Forwarder proxy = Forwarder.to(List.of(stage));
                Script script = Script.node("orpc.mjs", wire, proxy.uri(""), "video/subscribe", file().encode(), 50)) {
            script.await(line -> "2000000".equals(line.getString("id")));
            stage.progress(2, 7, "Seven");
            script.await(line -> "2000007".equals(line.getString("id")));
            proxy.connections().forEach(Forwarder.Connection::cut);
            script.await(line -> "2000007".equals(line.getString("retry")));
            stage.complete();
            script.await(line -> line.containsKey("done"));
            assertEquals(List.of(told.split(" ")), ids(script));
        }
        stage.awaitNothingIsLeft();
    }

    private Script openApi() throws Exception {
        return Script.node("orpc.mjs", "openapi", stage.uri(""), "video/subscribe", file().encode());
    }

    @Test
    void theOriginalsIteratorTellsProgressAlone() throws Exception {
        stage.accept();
        stage.begin();
        stage.progress(2, 7, "Seven");
        try (Script script = openApi()) {
            script.await(line -> "2000007".equals(line.getString("id")) || "2000000".equals(line.getString("id")));
            stage.complete();
            script.await(line -> line.containsKey("done"));
            List<JsonObject> values = script.lines().stream()
                    .filter(line -> line.containsKey("progress"))
                    .toList();
            assertEquals(0, values.get(0).getInteger("progress"));
            JsonObject last = values.get(values.size() - 1);
            assertEquals(List.of("id", "progress", "message", "timestamp", "status"), List.copyOf(last.fieldNames()));
            assertEquals(100, last.getInteger("progress"));
            assertEquals("completed", last.getString("status"));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aFailureIsTheErrorOfTheOriginalsIterator() throws Exception {
        stage.accept();
        stage.begin();
        stage.cancel();
        try (Script script = openApi()) {
            script.await(line -> line.containsKey("error"));
            JsonObject error = script.lines().get(script.lines().size() - 1).getJsonObject("error");
            assertEquals("CONFLICT", error.getString("code"));
            assertEquals("canceled", error.getJsonObject("data").getString("code"));
            assertEquals("The work was canceled.", error.getString("message"));
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aWaitInVainIsAnErrorOfTheOriginalsIterator() throws Exception {
        try (Script script = openApi()) {
            assertEquals("NOT_FOUND", error(script).getString("code"));
        }
        stage.awaitNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"POST, streaming", "GET, buffered"})
    void manyCallsAreOneRequest(String method, String mode) throws Exception {
        stage.accept();
        JsonObject known = new JsonObject().put("videoId", stage.id.value());
        JsonObject unknown = new JsonObject().put("videoId", FileId.random().value());
        JsonArray calls = new JsonArray()
                .add(new JsonArray().add("video/get").add(known))
                .add(new JsonArray().add("video/get").add(unknown))
                .add(new JsonArray().add("video/get").add(new JsonObject()))
                .add(new JsonArray().add("video/none").add(known))
                .add(new JsonArray().add("video/subscribe").add(file()));
        try (Script script = Script.node("batch.mjs", stage.uri(""), method, mode, calls.encode())) {
            List<JsonObject> lines = script.finish().lines();
            assertEquals(
                    new JsonObject()
                            .put("method", method)
                            .put("path", "/rpc/video/get/__batch__")
                            .put("status", 207),
                    lines.get(0).getJsonObject("request"));
            assertEquals(6, lines.size(), lines::toString);
            assertEquals(Web.state(stage, stage.id.value()), result(lines, 0).getJsonObject("output"));
            assertEquals("NOT_FOUND 404 There is nothing at this address.", error(lines, 1));
            assertEquals("BAD_REQUEST 400 videoId is missing", error(lines, 2));
            assertEquals("NOT_FOUND 404 There is no such procedure.", error(lines, 3));
            assertEquals("INTERNAL_SERVER_ERROR 500 An event iterator cannot be part of a batch.", error(lines, 4));
        }
        stage.awaitNothingIsLeft();
    }

    private static JsonObject result(List<JsonObject> lines, int index) {
        return lines.stream()
                .filter(line -> Integer.valueOf(index).equals(line.getInteger("index")))
                .findFirst()
                .orElseThrow();
    }

    private static String error(List<JsonObject> lines, int index) {
        JsonObject error = result(lines, index).getJsonObject("error");
        return error.getString("code") + " " + error.getInteger("status") + " " + error.getString("message");
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
