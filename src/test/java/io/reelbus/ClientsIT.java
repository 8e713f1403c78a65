package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The original protocol's clients, unmodified, against a whole node. */
class ClientsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** By the transports that a client is told to use; none is its default. */
    private static final List<String> TRANSPORTS = List.of("", "websocket", "polling");

    private static TestNode node;
    /** The id of the full HD clip, and what each client printed that watched its job. */
    private static String fullHd;

    private static final Map<String, List<JsonObject>> WATCHED = new LinkedHashMap<>();
    private static List<String> terminalLines;

    /** All clients watch one job: from before its first event, from its middle, and after its end. */
    @BeforeAll
    static void watchOneJobWithAllClients(@TempDir Path data) throws Exception {
        Script.install();
        node = TestNode.start(data);
        fullHd = upload(Clips.fullHd());
        Map<String, Script> scripts = new LinkedHashMap<>();
        for (String transports : TRANSPORTS) {
            scripts.put("early " + transports, subscribe(transports, fullHd));
        }
        scripts.put("vanilla", Script.node("vanilla.mjs", "127.0.0.1:" + node.port(), fullHd));
        scripts.put("vanilla last", Script.node("vanilla.mjs", "127.0.0.1:" + node.port(), fullHd, "last"));
        scripts.put(
                "vanilla 4.0",
                Script.node("vanilla.mjs", "127.0.0.1:" + node.port(), fullHd, "", "socket.io-client-4.0"));
        Script terminal = wscat();
        terminal.type(subscribeFrame(fullHd));
        scripts.get("early ").await(progress(20));
        for (String transports : TRANSPORTS) {
            scripts.put("middle " + transports, subscribe(transports, fullHd));
        }
        scripts.get("early ").awaitEvent("processing:completed");
        for (String transports : TRANSPORTS) {
            scripts.put("late " + transports, subscribe(transports, fullHd));
        }
        for (Map.Entry<String, Script> each : scripts.entrySet()) {
            Script script = each.getValue();
            script.awaitEvent("processing:completed");
            if (!each.getKey().startsWith("vanilla")) {
                // Asked again, it is answered and nothing is told again: whatever came after the end would show.
                script.emit("subscribe:file", new JsonObject().put("fileId", fullHd));
                script.awaitRaw(lines -> lines.stream()
                                .filter(line -> line.startsWith("{\"event\":\"ack\""))
                                .count()
                        == 2);
            }
            WATCHED.put(each.getKey(), script.finish().lines());
        }
        terminal.awaitRaw(lines -> lines.stream().anyMatch(line -> line.contains("processing:completed")));
        terminal.type("{\"event\":\"unsubscribe:file\",\"data\":{\"fileId\":\"" + fullHd + "\"}}");
        terminal.awaitRaw(lines -> lines.stream().anyMatch(line -> line.contains("{\"event\":\"unsubscribed\"")));
        terminalLines = terminal.raw();
        WATCHED.put("wscat", frames(terminalLines));
        terminal.close();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Script subscribe(String transports, String fileId) throws IOException {
        return client(transports).emit("subscribe:file", new JsonObject().put("fileId", fileId));
    }

    private static Script client(String transports) throws IOException {
        return Script.node("client.mjs", node.uri("/file-processing"), transports);
    }

    /** The contract's line, once connected. */
    private static Script wscat() throws IOException, InterruptedException {
        return Script.terminal("node_modules/.bin/wscat -c ws://127.0.0.1:" + node.port() + "/file-processing")
                .awaitRaw(lines -> lines.stream().anyMatch(line -> line.contains("Connected (press CTRL+C to quit)")));
    }

    private static String subscribeFrame(String fileId) {
        return "{\"event\":\"subscribe:file\",\"data\":{\"fileId\":\"" + fileId + "\"}}";
    }

    private static Predicate<JsonObject> progress(double least) {
        return line -> "processing:progress".equals(line.getString("event"))
                && line.getJsonObject("data").getDouble("progress") >= least;
    }

    private static String upload(Path file) throws IOException, InterruptedException {
        String head = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.getFileName()
                + "\"\r\nContent-Type: video/mp4\r\n\r\n";
        HttpRequest request = HttpRequest.newBuilder(node.uri("/storage/upload/video"))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head),
                        HttpRequest.BodyPublishers.ofFile(file),
                        HttpRequest.BodyPublishers.ofString("\r\n--edge--\r\n")))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        JsonObject body = new JsonObject(answer.body());
        assertEquals(Web.UPLOAD_ANSWER, List.copyOf(body.fieldNames()));
        assertEquals(body.getString("fileId"), body.getString("videoId"));
        return body.getString("fileId");
    }

    private static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(node.uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonObject state(String fileId) throws IOException, InterruptedException {
        return new JsonObject(new String(get("/api/videos/" + fileId).body(), StandardCharsets.UTF_8));
    }

    /** What wscat shows as received, without the colours. */
    private static List<JsonObject> frames(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("< {"))
                .map(line -> line.substring(line.indexOf("< {") + 2).replaceAll("\u001b\\[[0-9;]*[A-Za-z]", ""))
                .map(JsonObject::new)
                .toList();
    }

    private static Stream<Map.Entry<String, List<JsonObject>>> socketIoClients() {
        return WATCHED.entrySet().stream().filter(each -> each.getKey().matches("(early|middle|late) .*"));
    }

    /** What the server emitted, in order. */
    private static List<JsonObject> emitted(List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> line.containsKey("event")
                        && !List.of("connect", "disconnect", "upgrade", "ack").contains(line.getString("event")))
                .toList();
    }

    private static List<String> names(List<JsonObject> lines) {
        return lines.stream().map(line -> line.getString("event")).toList();
    }

    private static List<JsonObject> story(List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> line.getString("event", "").startsWith("processing:"))
                .toList();
    }

    /** The story without what is lost on purpose: progress on its way. */
    private static List<JsonObject> lifecycle(List<JsonObject> lines) {
        return story(lines).stream()
                .filter(line -> !"processing".equals(line.getJsonObject("data").getString("status")))
                .toList();
    }

    @Test
    void everyTransportTellsTheStoryInOrderFromSubscribedToCompletedAndNothingAfter() {
        socketIoClients().forEach(each -> {
            List<JsonObject> emitted = emitted(each.getValue());
            List<String> names = names(emitted);
            int last = names.size() - 1;
            assertEquals("subscribed", names.get(0), each.getKey());
            assertEquals(new JsonObject().put("fileId", fullHd), emitted.get(0).getJsonObject("data"), each.getKey());
            assertEquals("processing:started", names.get(1), each.getKey());
            names.subList(2, last - 1).forEach(name -> assertEquals("processing:progress", name, each.getKey()));
            JsonObject full = emitted.get(last - 2).getJsonObject("data");
            assertEquals(100, full.getValue("progress"), each.getKey());
            assertEquals("completed", full.getString("status"), each.getKey());
            assertEquals("processing:completed", names.get(last - 1), each.getKey());
            assertEquals("subscribed", names.get(last), each.getKey());
        });
    }

    @Test
    void progressRisesAndPositionsNeverRepeat() {
        WATCHED.forEach((client, lines) -> {
            double percent = -1;
            long seq = 0;
            for (JsonObject line : story(lines)) {
                JsonObject data = line.getJsonObject("data");
                assertTrue(data.getLong("seq") > seq, client + ": " + line);
                seq = data.getLong("seq");
                if (data.containsKey("progress")) {
                    assertTrue(data.getDouble("progress") >= percent, client + ": " + line);
                    percent = data.getDouble("progress");
                }
            }
        });
    }

    @Test
    void keysComeInTheOrderOfTheContractAndOursAfterThem() {
        Map<String, List<String>> keys = Map.of(
                "processing:started", List.of("fileId", "metadata", "timestamp", "seq", "attempt"),
                "processing:progress",
                        List.of("fileId", "progress", "status", "message", "metadata", "timestamp", "seq", "attempt"),
                "processing:completed", List.of("fileId", "result", "timestamp", "seq", "attempt"));
        WATCHED.forEach((client, lines) -> story(lines).forEach(line -> {
            JsonObject data = line.getJsonObject("data");
            List<String> expected = new ArrayList<>(keys.get(line.getString("event")));
            if (!data.containsKey("metadata")) {
                expected.remove("metadata");
            }
            assertEquals(expected, List.copyOf(data.fieldNames()), client);
            assertTrue(
                    data.getString("timestamp").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), client);
            assertFalse(data.getMap().containsValue(null), client);
        }));
    }

    @Test
    void subscribersBeforeDuringAndAfterTheJobSeeTheSameLifecycle() {
        List<JsonObject> expected = lifecycle(WATCHED.get("early "));
        assertEquals(3, expected.size());
        WATCHED.forEach((client, lines) -> assertEquals(expected, lifecycle(lines), client));
    }

    @Test
    void anAckIsCalledWithTheAnswerAfterTheEvent() {
        socketIoClients().forEach(each -> {
            List<JsonObject> answers = each.getValue().stream()
                    .filter(line -> List.of("subscribed", "ack").contains(line.getString("event")))
                    .toList();
            assertEquals(List.of("subscribed", "ack", "subscribed", "ack"), names(answers), each.getKey());
            answers.forEach(answer ->
                    assertEquals(new JsonObject().put("fileId", fullHd), answer.getJsonObject("data"), each.getKey()));
        });
    }

    @Test
    void theDefaultClientUpgradesAndTheOthersStayOnTheirTransport() {
        assertTrue(names(WATCHED.get("early ")).contains("upgrade"));
        for (String transport : List.of("websocket", "polling")) {
            List<JsonObject> lines = WATCHED.get("early " + transport);
            assertFalse(names(lines).contains("upgrade"));
            assertEquals(
                    transport,
                    lines.stream()
                            .filter(line -> line.getString("event").equals("connect"))
                            .findFirst()
                            .orElseThrow()
                            .getString("transport"));
        }
    }

    @Test
    void theProgressOfAThirtySecondFullHdVideoIsSeenToMove() {
        for (String transports : TRANSPORTS) {
            long rising = story(WATCHED.get("early " + transports)).stream()
                    .map(line -> line.getJsonObject("data").getDouble("progress"))
                    .filter(percent -> percent != null)
                    .distinct()
                    .count();
            assertTrue(rising >= 20, transports + ": " + rising);
        }
    }

    @Test
    void theResultIsTrueAndItsFilesCanBeFetched() throws Exception {
        List<JsonObject> story = story(WATCHED.get("early "));
        JsonObject completed = story.get(story.size() - 1).getJsonObject("data");
        JsonObject result = completed.getJsonObject("result");
        assertEquals(30, result.getDouble("duration"), 0.1);
        assertEquals(1920, result.getInteger("width"));
        assertEquals(1080, result.getInteger("height"));

        JsonObject state = state(fullHd);
        assertEquals("completed", state.getString("status"));
        assertEquals(100, state.getValue("progress"));
        assertEquals(result, state.getJsonObject("result"));
        assertEquals(completed.getLong("seq"), state.getLong("seq"));
        assertEquals(completed.getString("timestamp"), state.getString("timestamp"));

        JsonArray outputs = result.getJsonArray("outputs");
        List<String> types = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            JsonObject output = outputs.getJsonObject(i);
            HttpResponse<byte[]> file = get(output.getString("url"));
            assertEquals(200, file.statusCode());
            assertEquals(
                    output.getString("type"),
                    file.headers().firstValue("content-type").orElseThrow());
            assertEquals(output.getInteger("size"), file.body().length);
            types.add(output.getString("type"));
        }
        assertEquals(List.of("video/mp4", "image/jpeg", "text/vtt; charset=utf-8", "image/jpeg"), types);
    }

    /** Version 3.1 would send its last line after its first, and so watch nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "vanilla 4.0"})
    void theVanillaExampleAsPrintedMovesItsBarToTheEnd(String client) {
        assertVanilla(WATCHED.get(client));
        // Its last line runs before it is connected, so the client sends it before the subscribe.
        assertEquals(
                List.of("unsubscribed", "subscribed", "processing:started"),
                names(emitted(WATCHED.get(client))).subList(0, 3));
    }

    @Test
    void theVanillaExampleCleaningUpAtTheEndMovesItsBarToTheEnd() {
        List<JsonObject> lines = WATCHED.get("vanilla last");
        assertVanilla(lines);
        List<String> names = names(emitted(lines));
        assertEquals(List.of("subscribed", "processing:started"), names.subList(0, 2));
        assertEquals(List.of("processing:completed", "unsubscribed"), names.subList(names.size() - 2, names.size()));
    }

    private static void assertVanilla(List<JsonObject> lines) {
        List<String> printed = lines.stream()
                .filter(line -> line.containsKey("log"))
                .map(line -> line.getJsonArray("log").encode())
                .toList();
        assertEquals("[\"Connected to WebSocket\"]", printed.get(0));
        assertEquals("[\"Subscribed to file:\",\"" + fullHd + "\"]", printed.get(1));
        assertEquals("[\"Progress: 100% - Completed\"]", printed.get(printed.size() - 2));
        assertTrue(printed.get(printed.size() - 1).startsWith("[\"Processing completed!\",{\"duration\":30"));
        List<JsonObject> bar = lines.stream()
                .filter(line -> "progress-bar".equals(line.getString("id")))
                .toList();
        assertEquals(100, bar.get(bar.size() - 1).getValue("value"));
        assertTrue(lines.stream().noneMatch(line -> line.containsKey("error")), "an error was printed");
        assertTrue(lines.stream().noneMatch(line -> line.encode().contains("undefined")), "undefined was printed");
        List<String> names = names(lines);
        assertFalse(names.contains("connect_error"));
        assertFalse(names.contains("exception"));
        assertEquals("io client disconnect", lines.get(lines.size() - 1).getString("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket.io-client", "socket.io-client-4.0", "socket.io-client-3.1"})
    void theReactExampleGoesFromItsUploadToCompleted(String version) throws Exception {
        try (Script script = Script.node("react.mjs", node.uri(""), Clips.small(), version)) {
            script.awaitEvent("processing:completed");
            List<JsonObject> lines = script.finish().lines();
            List<String> names = names(emitted(lines));
            assertEquals(List.of("subscribed", "processing:started"), names.subList(0, 2));
            List<JsonObject> shown = lines.stream()
                    .filter(line -> line.containsKey("status"))
                    .map(line -> line.getJsonObject("status"))
                    .toList();
            assertEquals(new JsonObject().put("progress", 0).put("status", "processing"), shown.get(0));
            assertEquals(
                    List.of(
                            new JsonObject()
                                    .put("progress", 100)
                                    .put("status", "completed")
                                    .put("message", "Completed"),
                            new JsonObject().put("progress", 100).put("status", "completed")),
                    shown.subList(shown.size() - 2, shown.size()));
            assertTrue(lines.stream().noneMatch(line -> line.containsKey("error")), "an error was printed");
        }
    }

    @Test
    void wscatIsToldTheStoryAndStaysConnected() {
        List<JsonObject> frames = WATCHED.get("wscat");
        assertEquals(List.of("subscribed", "processing:started"), names(frames).subList(0, 2));
        assertEquals(
                List.of("processing:completed", "unsubscribed"),
                names(frames).subList(frames.size() - 2, frames.size()));
        JsonObject answer = new JsonObject().put("fileId", fullHd);
        assertEquals(answer, frames.get(0).getJsonObject("data"));
        assertEquals(answer, frames.get(frames.size() - 1).getJsonObject("data"));
        assertTrue(terminalLines.stream().noneMatch(line -> line.contains("Disconnected")));
    }

    @Test
    void wscatIsToldWhatIsWrongWithALineAndStaysConnected() throws Exception {
        try (Script terminal = wscat()) {
            terminal.type("hello").awaitRaw(contains("{\"event\":\"error\",\"data\":{\"message\":\"a frame must be"));
            terminal.type("{\"event\":\"subscribe\"}")
                    .awaitRaw(contains("{\"event\":\"error\",\"data\":{\"message\":\"unknown event; known are"));
            terminal.type(subscribeFrame("no-such-video"))
                    .awaitRaw(contains(
                            "{\"event\":\"subscribed\",\"data\":{\"fileId\":\"no-such-video\",\"known\":false}}"));
        }
    }

    private static Predicate<List<String>> contains(String text) {
        return lines -> lines.stream().anyMatch(line -> line.contains(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "websocket", "polling"})
    void anUnknownIdIsSubscribedAndSaidToBeUnknown(String transports) throws Exception {
        try (Script script = subscribe(transports, "no-such-video")) {
            script.awaitEvent("ack");
            JsonObject expected =
                    new JsonObject().put("fileId", "no-such-video").put("known", false);
            List<JsonObject> lines = emitted(script.finish().lines());
            assertEquals(List.of(new JsonObject().put("event", "subscribed").put("data", expected)), lines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "websocket", "polling"})
    void aFileIdThatIsMissingOrNoStringIsAnsweredWithAnExceptionAndTheSocketLivesOn(String transports)
            throws Exception {
        try (Script script = client(transports)) {
            script.emit("subscribe:file");
            script.emit("subscribe:file", new JsonObject());
            script.emit("subscribe:file", new JsonObject().put("fileId", 5));
            script.emit("subscribe:file", "text");
            script.emit("unsubscribe:file", new JsonObject().put("fileId", ""));
            script.emit("unsubscribe:file", new JsonObject().put("fileId", "any"));
            script.awaitEvent("ack");
            List<JsonObject> lines = emitted(script.finish().lines());
            assertEquals(6, lines.size());
            for (JsonObject line : lines.subList(0, 5)) {
                assertEquals("exception", line.getString("event"));
                JsonObject data = line.getJsonObject("data");
                assertEquals(List.of("status", "message", "cause"), List.copyOf(data.fieldNames()));
                assertEquals("error", data.getString("status"));
            }
            assertEquals(
                    List.of(
                            "fileId is missing",
                            "fileId is missing",
                            "fileId must be a string",
                            "fileId is missing",
                            "fileId must have 1 to 256 characters"),
                    lines.subList(0, 5).stream()
                            .map(line -> line.getJsonObject("data").getString("message"))
                            .toList());
            assertEquals("unsubscribed", lines.get(5).getString("event"));
        }
    }

    @Test
    void aFileThatIsNoVideoFailsForEveryClientWithASentenceAndWithoutAPath() throws Exception {
        String fileId = upload(Clips.text());
        List<Script> scripts = new ArrayList<>();
        for (String transports : TRANSPORTS) {
            scripts.add(subscribe(transports, fileId));
        }
        scripts.add(Script.node("vanilla.mjs", "127.0.0.1:" + node.port(), fileId));
        scripts.add(Script.node("react.mjs", node.uri(""), Clips.text()));
        Script terminal = wscat().type(subscribeFrame(fileId));
        List<String> errors = new ArrayList<>();
        for (Script script : scripts) {
            script.awaitEvent("processing:failed");
            List<JsonObject> story = story(script.finish().lines());
            JsonObject failed = story.get(story.size() - 1);
            assertEquals("processing:started", story.get(0).getString("event"));
            assertEquals("processing:failed", failed.getString("event"));
            assertEquals(
                    List.of("fileId", "error", "timestamp", "seq", "attempt", "code", "retryable"),
                    List.copyOf(failed.getJsonObject("data").fieldNames()));
            errors.add(failed.getJsonObject("data").getString("error"));
        }
        terminal.awaitRaw(contains("\"error\":\"" + errors.get(0) + "\"")).close();
        assertEquals(1, errors.stream().distinct().count(), errors.toString());
        assertTrue(errors.get(0).matches("[A-Z][^/\\\\]+\\."), errors.get(0));
        JsonObject state = state(fileId);
        assertEquals("failed", state.getString("status"));
        assertEquals(errors.get(0), state.getString("error"));
    }

    @Test
    void nothingStaysOfClientsThatHaveLeft() throws Exception {
        for (String transports : TRANSPORTS) {
            Script script = subscribe(transports, "no-such-video").awaitEvent("ack");
            assertTrue(node.sessions() > 0);
            script.finish();
        }
        Script killed = subscribe("websocket", "no-such-video").awaitEvent("ack");
        killed.close();
        await(() -> node.sessions() == 0);
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), "still not so");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
