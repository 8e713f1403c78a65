package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking inside a node that is alone, and who may not. */
@Timeout(120)
class InspectIT {
    private static final String LOCAL_ONLY = "inspect_local_only";

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        // Open to the network, and so to whoever names any host: the view alone must tell who asks.
        node = TestNode.start(data, Map.of("HOST", "0.0.0.0", "REELBUS_NODE", "here", "REELBUS_TRANSCODE_SLOTS", "1"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static JsonObject view(String path) throws Exception {
        HttpResponse<byte[]> answer = Web.get(node, path);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        assertEquals("no-store", Web.header(answer, "cache-control"));
        return Web.json(answer);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    private static List<JsonObject> jobs(String query) throws Exception {
        return objects(view("/inspect/jobs" + query).getJsonArray("jobs"));
    }

    @Test
    void aVideoIsSeenInEveryViewWhileItIsWorkedOn() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.longSmall()));
        try (TapReader tap = TapReader.open(node, "job.*", false).awaitNodes("here");
                Watcher watcher = Watcher.of(node, id)) {
            watcher.await("it is under way", Told.progress(5));
            JsonObject job = jobs("?state=processing").get(0);
            assertEquals(id, job.getString("fileId"));
            assertEquals("here", job.getString("node"));
            assertEquals("here/slot-1", job.getString("worker"));
            assertTrue(job.getInteger("attempt") >= 1);
            Await.until(
                    "its progress is stored",
                    () -> jobs("?state=processing").get(0).containsKey("progress"));

            JsonObject room = view("/inspect/rooms").getJsonArray("rooms").getJsonObject(0);
            assertEquals(List.of("node", "fileId", "watchers", "seq", "state"), List.copyOf(room.fieldNames()));
            assertEquals("here", room.getString("node"));
            assertEquals(id, room.getString("fileId"));
            assertEquals(1, room.getInteger("watchers"));
            assertEquals("processing", room.getString("state"));
            assertTrue(room.getLong("seq") > 2_000_000);

            JsonObject itself = view("/inspect/nodes").getJsonArray("nodes").getJsonObject(0);
            assertEquals("here", itself.getString("name"));
            assertFalse(itself.getBoolean("silent"));
            assertEquals(new JsonArray(List.of("http", "bridge", "worker")), itself.getJsonArray("roles"));
            assertEquals(1, itself.getInteger("members"));
            assertEquals(new JsonObject().put("busy", 1).put("total", 1), itself.getJsonObject("slots"));
            assertEquals(1, itself.getJsonObject("sockets").getInteger("websocket"));
            assertEquals(1, itself.getInteger("watchedFiles"));
            assertEquals(1, itself.getInteger("taps"));
            assertFalse(itself.getBoolean("draining"));
            assertTrue(itself.getJsonObject("heap").getLong("used") > 0);
            assertTrue(itself.getString("address").endsWith(":" + node.port()), itself.encode());

            Told told = Told.of(watcher.await("the end", Told::isEnd).lines(), id);
            Await.until(
                    "the tap has seen its end",
                    () -> tap.of("message").stream()
                            .anyMatch(each -> each.encode().contains("processing:completed")));
            JsonObject first = tap.of("message").get(0);
            assertEquals("job." + id, first.getString("address"));
            assertEquals("publish", first.getString("kind"));
            assertTrue(told.story().size() > 3);
        }
        JsonObject done = jobs("?state=completed").get(0);
        assertEquals(id, done.getString("fileId"));
        assertFalse(done.containsKey("node"), "nobody works on it any more");
        Await.until(
                "its room is closed",
                () -> view("/inspect/rooms").getJsonArray("rooms").isEmpty());
        Await.until(
                "its tap is closed",
                () -> view("/inspect/nodes")
                                .getJsonArray("nodes")
                                .getJsonObject(0)
                                .getInteger("taps")
                        == 0);
    }

    @Test
    void jobsAreReadPageByPageAndAFailedOneSaysWhy() throws Exception {
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            failed.add(Web.upload(node, Files.readAllBytes(Clips.text())));
        }
        for (String id : failed) {
            var unused = Web.outcome(node, id);
        }
        List<String> read = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonObject page = view("/inspect/jobs?state=failed&limit=2" + after);
            objects(page.getJsonArray("jobs")).forEach(job -> {
                assertEquals("not_a_video", job.getString("code"));
                read.add(job.getString("fileId"));
            });
            after = Optional.ofNullable(page.getString("next"))
                    .map(next -> "&after=" + next)
                    .orElse(null);
        }
        Collections.reverse(failed);
        assertEquals(failed, read);
    }

    @Test
    void theAttemptsAtAVideoAreSeenHereAndNowhereElse() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.text()));
        JsonObject state = Web.outcome(node, id);
        JsonObject seen = view("/inspect/jobs/" + id + "/attempts");
        assertEquals("failed", seen.getString("state"));
        assertEquals("web", seen.getString("profile"));
        JsonObject attempt = seen.getJsonArray("attempts").getJsonObject(0);
        assertEquals(1, attempt.getInteger("attempt"));
        assertEquals("here", attempt.getString("node"));
        assertEquals("here/slot-1", attempt.getString("worker"));
        assertEquals("not_a_video", attempt.getString("outcome"));
        assertTrue(attempt.getString("endedAt").compareTo(attempt.getString("startedAt")) >= 0);
        for (String key : List.of("attempts", "worker", "runs", "said", "arguments")) {
            assertFalse(state.containsKey(key), key);
        }
        Web.assertProblem(404, "not_found", Web.get(node, "/inspect/jobs/" + UUID.randomUUID() + "/attempts"));
        Web.assertProblem(404, "not_found", Web.get(node, "/inspect/jobs/none/attempts"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs?state=sleeping",
                "jobs?state=",
                "jobs?limit=0",
                "jobs?limit=1001",
                "jobs?limit=many",
                "jobs?after=",
                "jobs?after=1",
                "jobs?after=x_y",
                "jobs?after=99999999999999999999_00000000-0000-0000-0000-000000000000",
                "jobs?after=9223372036854775807_00000000-0000-0000-0000-000000000000",
                "tap?address="
            })
    void aQuestionThatMakesNoSenseIsRefused(String query) throws Exception {
        Web.assertProblem(400, "bad_request", Web.get(node, "/inspect/" + query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "rooms", "jobs", "jobs/00000000-0000-0000-0000-000000000001/attempts", "tap"})
    void everyViewIsRefusedToAllButThisMachine(String view) throws Exception {
        String path = "/inspect/" + view;
        for (String header : List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Whatever", "Via", "X-Real-IP")) {
            Web.assertProblem(403, LOCAL_ONLY, Web.get(node, path, header, "127.0.0.1"));
        }
        Web.assertProblem(403, LOCAL_ONLY, Web.get(node, path, "Sec-Fetch-Site", "cross-site"));
        // Allowed for uploads and sockets, not for this.
        Web.assertProblem(403, LOCAL_ONLY, Web.get(node, path, "Origin", "http://localhost:3000"));
        String port = ":" + node.port();
        for (String host : List.of("evil.com", "localhost.evil.com", "localhost.", "2130706433", "127.1")) {
            refusedAs("GET " + path + " HTTP/1.1\r\nHost: " + host + port + "\r\n\r\n");
        }
        refusedAs("GET " + path + " HTTP/1.0\r\nHost: localhost" + port + "\r\n\r\n");
        refusedAs("GET http://localhost" + port + path + " HTTP/1.1\r\nHost: localhost" + port + "\r\n\r\n");
        refusedAs("GET " + path + " HTTP/1.1\r\nHost: localhost" + port + "\r\nX-forwarded-FOR: \r\n\r\n");
    }

    private static void refusedAs(String request) throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            client.text(request).answer().assertProblem(403, LOCAL_ONLY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /inspect/nodes HTTP/1.1\r\n\r\n",
                "GET /inspect/nodes HTTP/1.0\r\n\r\n",
                "GET /inspect/nodes HTTP/1.1\r\nHost:\r\n\r\n",
                "GET /inspect/nodes HTTP/1.1\r\nHost: localhost\r\nHost: evil.com\r\n\r\n",
                "GET /inspect/nodes HTTP/1.1\r\nHost: evil.com\r\nHost: localhost\r\n\r\n",
                "GET /./inspect//nodes HTTP/1.1\r\nHost: evil.com\r\n\r\n",
                "GET /%69nspect/nodes HTTP/1.1\r\nHost: evil.com\r\n\r\n",
                "GET /x/../inspect/nodes HTTP/1.1\r\nHost: evil.com\r\n\r\n",
                "GET /inspect/nodes/ HTTP/1.1\r\nHost: evil.com\r\n\r\n"
            })
    void noOddWayOfAskingLooksInside(String request) throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            RawClient.Answer answer = client.text(request).answer();
            assertTrue(answer.status() >= 400, () -> answer + "");
            assertFalse(answer.body().contains("\"nodes\""));
        }
    }

    @Test
    void everyNameOfTheLoopbackIsAnswered() throws Exception {
        for (String host : List.of("localhost", "127.0.0.1", "[::1]", "LOCALHOST")) {
            try (RawClient client = new RawClient(node.port())) {
                RawClient.Answer answer = client.text(
                                "GET /inspect/nodes HTTP/1.1\r\nHost: " + host + ":" + node.port() + "\r\n\r\n")
                        .answer();
                assertEquals(200, answer.status(), answer::body);
            }
        }
    }

    @Test
    void whoComesOverTheNetworkIsRefused() throws Exception {
        Optional<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof java.net.Inet4Address && !each.isLoopbackAddress())
                .findFirst();
        if (own.isEmpty()) {
            // A machine without a network; what the peer's address decides is shown by CallerTest.
            return;
        }
        URI uri = URI.create("http://" + own.get().getHostAddress() + ":" + node.port() + "/inspect/nodes");
        Web.assertProblem(403, LOCAL_ONLY, Web.get(path -> uri, ""));
    }

    @Test
    void aProxyOnThisMachineOpensItToNobody() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient();
            HttpServer proxy = Await.result(vertx.createHttpServer()
                    .requestHandler(asked -> client.request(asked.method(), node.port(), "127.0.0.1", asked.uri())
                            .compose(onward -> onward.putHeader(HttpHeaders.HOST, "localhost:" + node.port())
                                    .putHeader(
                                            "X-Forwarded-For",
                                            asked.remoteAddress().hostAddress())
                                    .send())
                            .compose(answer -> answer.body().compose(body -> {
                                asked.response().setStatusCode(answer.statusCode());
                                answer.headers().remove("transfer-encoding");
                                asked.response().headers().addAll(answer.headers());
                                return asked.response().end(body);
                            }))
                            .onFailure(trouble ->
                                    asked.response().setStatusCode(502).end()))
                    .listen(0, "127.0.0.1"));
            Reachable through = path -> URI.create("http://127.0.0.1:" + proxy.actualPort() + path);
            assertEquals(200, Web.get(through, "/health/ready").statusCode());
            for (String view : List.of("nodes", "rooms", "jobs", "tap")) {
                Web.assertProblem(403, LOCAL_ONLY, Web.get(through, "/inspect/" + view));
            }
        } finally {
            Await.result(vertx.close());
        }
    }

    @Test
    void noMoreTapsAreOpenedThanAllowedAndOneThatIsClosedMakesRoom() throws Exception {
        List<TapReader> open = new ArrayList<>();
        try {
            for (int i : IntStream.range(0, 8).toArray()) {
                open.add(TapReader.open(node, "nothing." + i, false));
            }
            HttpResponse<byte[]> refused = Web.get(node, "/inspect/tap");
            Web.assertProblem(503, "unavailable", refused);
            open.remove(0).close();
            Await.until("there is room again", () -> {
                try (TapReader again = TapReader.open(node, "nothing", false)) {
                    return true;
                } catch (AssertionError full) {
                    return false;
                }
            });
        } finally {
            for (TapReader tap : open) {
                tap.close();
            }
        }
        Await.until(
                "all are closed",
                () -> view("/inspect/nodes")
                                .getJsonArray("nodes")
                                .getJsonObject(0)
                                .getInteger("taps")
                        == 0);
    }

    @Test
    void aNodeThatIsToldNotToShowItselfAnswersNothing(@TempDir Path other) throws Exception {
        try (TestNode closed = TestNode.start(other, Map.of("REELBUS_INSPECT_ENABLED", "false"))) {
            for (String view : List.of("nodes", "rooms", "jobs", "tap")) {
                Web.assertProblem(404, "not_found", Web.get(closed, "/inspect/" + view));
            }
        }
    }

    @Test
    void aTapEndsWithItsNode(@TempDir Path other) throws Exception {
        TapReader tap;
        try (TestNode stopping = TestNode.start(other)) {
            tap = TapReader.open(stopping, "*", true);
            assertNull(tap.of("message").stream().findFirst().orElse(null));
        }
        Await.until("it has ended", tap::isEnded);
    }
}
