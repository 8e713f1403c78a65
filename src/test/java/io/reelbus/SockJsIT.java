package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * sockjs-client on each of its transports, in Node and in a browser, and the event bus bridge's client: they and a raw
 * WebSocket watch one job from before its first event. Two transports are for browsers of long ago alone.
 */
class SockJsIT {
    private static final List<String> NODE = List.of("websocket", "xhr-streaming", "xhr-polling");
    private static final List<String> BROWSER = List.of(
            "websocket",
            "xhr-streaming",
            "eventsource",
            "iframe-eventsource",
            "htmlfile",
            "iframe-htmlfile",
            "xhr-polling",
            "iframe-xhr-polling",
            "jsonp-polling");

    private static TestNode node;
    private static String origin;
    private static Told expected;
    private static final Map<String, List<JsonObject>> WATCHED = new LinkedHashMap<>();

    private static Stream<String> clients() {
        return Stream.of(
                        NODE.stream().map(each -> "node " + each),
                        NODE.stream().map(each -> "bridge " + each),
                        BROWSER.stream().map(each -> "browser " + each))
                .flatMap(each -> each);
    }

    @BeforeAll
    static void watchOneJobWithAllClients(@TempDir Path data) throws Exception {
        Script.install();
        Script page = Script.node("sockjs-page.mjs").await(line -> line.containsKey("origin"));
        origin = page.lines().get(0).getString("origin");
        node = TestNode.start(data, Map.of("REELBUS_TRANSCODE_SLOTS", "1", "ALLOWED_ORIGINS", origin));
        // The job waits behind others until everybody listens.
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            before.add(Web.upload(node, Files.readAllBytes(Clips.fullHd())));
        }
        String id = Web.upload(node, Files.readAllBytes(Clips.small()));
        Watcher raw = Watcher.of(node, id).awaitEvent("subscribed");
        page.type(new JsonObject()
                .put("node", "http://127.0.0.1:" + node.port())
                .put("fileId", id)
                .encode());
        Map<String, Script> scripts = new LinkedHashMap<>();
        for (String transport : NODE) {
            scripts.put("node " + transport, Script.node("sockjs.mjs", node.uri("/sockjs"), transport, id));
            scripts.put("bridge " + transport, Script.node("eventbus.mjs", node.uri(""), transport, id));
        }
        for (Script script : scripts.values()) {
            script.awaitEvent("subscribed");
        }
        for (String transport : BROWSER) {
            page.await(line -> isOf(transport, line) && "subscribed".equals(line.getString("event")));
        }
        assertEquals("queued", Web.state(node, id).getString("status"), "nobody has come too late");
        for (String each : before) {
            Web.delete(node, "/api/videos/" + each);
        }
        expected = Told.of(raw.await("the end", Told::isEnd).lines(), id).assertWhole();
        for (Map.Entry<String, Script> each : scripts.entrySet()) {
            WATCHED.put(
                    each.getKey(), each.getValue().await(Told::isEnd).finish().lines());
        }
        for (String transport : BROWSER) {
            page.await(line -> isOf(transport, line) && Told.isEnd(line));
        }
        List<JsonObject> lines = page.finish().lines();
        for (String transport : BROWSER) {
            WATCHED.put(
                    "browser " + transport,
                    lines.stream().filter(line -> isOf(transport, line)).toList());
        }
        raw.close();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static boolean isOf(String client, JsonObject line) {
        return client.equals(line.getString("client"));
    }

    private static List<JsonObject> story(List<JsonObject> lines) {
        return lines.stream()
                .filter(line -> line.getString("event", "").startsWith("processing:"))
                .filter(line -> !"queued".equals(line.getJsonObject("data").getString("status")))
                .map(line ->
                        new JsonObject().put("event", line.getString("event")).put("data", line.getJsonObject("data")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void eachClientIsToldWhatTheRawWebSocketIsToldAndNothingElse(String client) {
        List<JsonObject> lines = WATCHED.get(client);
        assertEquals(client.substring(client.indexOf(' ') + 1), lines.get(0).getString("transport"));
        assertTrue(expected.story().size() > 3, expected::toString);
        assertEquals(expected.story(), story(lines), lines::toString);
        assertEquals("subscribed", lines.get(1).getString("event"));
    }

    @Test
    void onlyPagesThatMayUseTheNodeMayEmbedTheFrameThatUsesIt() throws Exception {
        for (String path : List.of("/sockjs/iframe.html", "/eventbus/iframe-1.6.1.html")) {
            HttpResponse<byte[]> answer = Web.get(node, path);
            assertEquals(200, answer.statusCode());
            assertEquals("frame-ancestors 'self' " + origin, Web.header(answer, "content-security-policy"));
            assertEquals("no-cache", Web.header(answer, "cache-control"));
            assertTrue(new String(answer.body()).contains("<script src=\"sockjs.min.js\">"));
        }
    }

    @Test
    void nobodyIsLeft() {
        Await.until(
                "all sockets are closed",
                () -> Scrape.of(node).value("reelbus_sockets{transport=sockjs}") == 0
                        && Scrape.of(node).value("reelbus_sockets{transport=eventbus}") == 0);
    }
}
