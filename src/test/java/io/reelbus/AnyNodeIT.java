package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's requests arrive at any node of a cluster: of each other by hand, and as nginx spreads them. */
class AnyNodeIT {
    private static final String ORIGIN = "http://localhost:3000";
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

    private static Cluster cluster;
    private static Nginx nginx;

    private final List<Script> scripts = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Script.install();
        var unused = Clips.fullHd();
        cluster = Cluster.start(folder, 3, Map.of("REELBUS_TRANSCODE_SLOTS", "1"));
        nginx = Nginx.before(folder.resolve("nginx"), cluster.members());
    }

    @AfterEach
    void revive() throws Exception {
        scripts.forEach(Script::close);
        cluster.revive();
    }

    @AfterAll
    static void stop() throws Exception {
        nginx.close();
        cluster.close();
    }

    private static double relayed(String kind) throws Exception {
        double sum = 0;
        for (Member member : cluster.members()) {
            sum += Scrape.of(member).value("reelbus_relayed_requests_total{kind=" + kind + "}");
        }
        return sum;
    }

    private static String upload(Path clip) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(nginx.trust())
                .build();
        HttpResponse<byte[]> answer = client.send(
                Web.to(nginx, "/storage/upload/video")
                        .header("Content-Type", Form.TYPE)
                        .POST(BodyPublishers.ofByteArray(
                                Form.of(Files.readAllBytes(clip)).closed()))
                        .build(),
                BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        return Web.json(answer).getString("fileId");
    }

    private Script script(String transports, String fileId) throws Exception {
        Script script =
                Script.trusting(nginx.certificate(), "client.mjs", nginx.uri("/file-processing"), transports, fileId);
        scripts.add(script);
        return script;
    }

    private static boolean isConnect(JsonObject line) {
        return "connect".equals(line.getString("event"));
    }

    @Test
    void nginxSpreadsClientsOfAllTransportsWithoutStickySessions() throws Exception {
        double polls = relayed("poll");
        double posts = relayed("post");
        double upgrades = relayed("upgrade");
        String id = upload(Clips.longSmall());
        for (String transports : List.of("", "", "", "polling", "polling", "websocket")) {
            var unused = script(transports, id);
        }
        for (Script script : scripts) {
            script.await(Told::isEnd);
            assertEquals(1, script.lines().stream().filter(AnyNodeIT::isConnect).count());
            Told told = Told.of(script.finish().lines(), id).assertWhole();
            assertEquals(3, told.lifecycle().size(), told::toString);
        }
        for (Script byDefault : scripts.subList(0, 3)) {
            assertTrue(byDefault.lines().stream().anyMatch(line -> "upgrade".equals(line.getString("event"))));
        }
        assertTrue(relayed("poll") > polls);
        assertTrue(relayed("post") > posts);
        assertTrue(relayed("upgrade") > upgrades);
    }

    @Test
    void clientsOfAKilledNodeComeBackThroughNginxByThemselves() throws Exception {
        String id = upload(Clips.fullHd());
        Member worker = cluster.working(id);
        for (String transports : List.of("", "", "", "polling", "polling", "polling", "websocket", "websocket")) {
            var unused = script(transports, id);
        }
        for (Script script : scripts) {
            script.await(Told.progress(5));
        }
        Member dying = cluster.others(worker).stream()
                .filter(member -> sockets(member) > 0)
                .findFirst()
                .orElseThrow();
        dying.kill();
        long cameBack = 0;
        for (Script script : scripts) {
            List<JsonObject> lines = script.await(Told::isEnd).finish().lines();
            // What it was told before it is not told again.
            Told told = Told.of(lines, id).assertWhole();
            assertEquals(3, told.lifecycle().size(), told::toString);
            List<JsonObject> connects =
                    lines.stream().filter(AnyNodeIT::isConnect).toList();
            for (JsonObject again : connects.subList(1, connects.size())) {
                assertTrue(again.getBoolean("recovered"), again::encode);
                cameBack++;
            }
        }
        assertTrue(cameBack > 0);
    }

    private static double sockets(Member member) {
        try {
            return Scrape.of(member).value("reelbus_sockets{transport=socket.io}");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneSessionPollsAtEachNodeInTurnAndMovesToAWebSocketAtAnother() throws Exception {
        PollingClient client = PollingClient.open(cluster.member(1));
        client.post(cluster.member(2), "40/file-processing,");
        assertTrue(client.poll(cluster.member(3)).startsWith("40/file-processing,{"));
        client.subscribe(cluster.member(3), "of-no-file");
        String subscribed = client.poll(cluster.member(1));
        assertTrue(subscribed.startsWith("42/file-processing,[\"subscribed\",{\"fileId\":\"of-no-file\""), subscribed);

        Vertx vertx = Vertx.vertx();
        try {
            var messages = new ConcurrentLinkedQueue<String>();
            WebSocket socket = Await.result(vertx.createWebSocketClient()
                    .connect(
                            cluster.member(2).port(),
                            "127.0.0.1",
                            "/socket.io/?EIO=4&transport=websocket&sid=" + client.sid()));
            socket.textMessageHandler(messages::add);
            Await.result(socket.writeTextMessage("2probe"));
            Await.until("the probe is answered", () -> messages.contains("3probe"));
            assertEquals("6", client.poll(cluster.member(3)));
            Await.result(socket.writeTextMessage("5"));
            Await.result(
                    socket.writeTextMessage("42/file-processing,1[\"unsubscribe:file\",{\"fileId\":\"of-no-file\"}]"));
            Await.until(
                    "it is answered there",
                    () -> messages.stream().anyMatch(each -> each.startsWith("43/file-processing,1[")));
        } finally {
            Await.result(vertx.close());
        }
    }

    @Test
    void aPageOfAnotherOriginIsAnsweredByTheNodeItAsksAlone() throws Exception {
        PollingClient client = PollingClient.open(cluster.member(1));
        client.post(cluster.member(1), "40/file-processing,");
        HttpResponse<byte[]> answer =
                Web.get(cluster.member(2), "/socket.io/?EIO=4&transport=polling&sid=" + client.sid(), "Origin", ORIGIN);
        assertEquals(200, answer.statusCode());
        assertEquals(List.of(ORIGIN), answer.headers().allValues("access-control-allow-origin"));
        assertEquals(List.of("true"), answer.headers().allValues("access-control-allow-credentials"));
        assertEquals(List.of("text/plain; charset=UTF-8"), answer.headers().allValues("content-type"));
        assertEquals(List.of("no-store"), answer.headers().allValues("cache-control"));
        HttpResponse<byte[]> refused = Web.get(
                cluster.member(2),
                "/socket.io/?EIO=4&transport=polling&sid=" + client.sid(),
                "Origin",
                "http://evil.example.org");
        assertEquals(403, refused.statusCode());
    }

    @Test
    void fiftyClientsAtOncePollEachAtAllNodes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int first = i;
                done.add(threads.submit(() -> {
                    talk(first);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void talk(int first) throws Exception {
        PollingClient client = PollingClient.open(cluster.member(first % 3 + 1));
        int next = first + 1;
        client.post(cluster.member(next++ % 3 + 1), "40/file-processing,");
        assertTrue(client.poll(cluster.member(next++ % 3 + 1)).startsWith("40/file-processing,{"));
        for (int i = 0; i < 10; i++) {
            String id = "client-" + first + "-" + i;
            client.subscribe(cluster.member(next++ % 3 + 1), id);
            String answer = client.poll(cluster.member(next++ % 3 + 1));
            assertTrue(answer.contains("[\"subscribed\",{\"fileId\":\"" + id + "\""), answer);
        }
        client.post(cluster.member(next % 3 + 1), "1");
    }

    @Test
    void aClientOfADeadOrUnknownNodeIsSentToBeginAnew() throws Exception {
        PollingClient client = PollingClient.open(cluster.member(3));
        client.post(cluster.member(1), "40/file-processing,");
        assertTrue(client.poll(cluster.member(1)).startsWith("40/file-processing,{"));
        try (var waiting = new RawClient(cluster.member(1).port())) {
            waiting.text("GET /socket.io/?EIO=4&transport=polling&sid=" + client.sid()
                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.subscribe(cluster.member(2), "of-no-file");
            assertEquals(200, waiting.answer().status());
            waiting.text("GET /socket.io/?EIO=4&transport=polling&sid=" + client.sid()
                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            cluster.member(3).kill();
            RawClient.Answer answer = waiting.answer();
            assertEquals(400, answer.status());
            assertEquals(UNKNOWN, answer.body());
        }
        for (String sid : List.of(client.sid(), client.sid().replaceFirst("\\..*", "." + "A".repeat(22)))) {
            assertEquals(
                    UNKNOWN,
                    new String(new PollingClient(sid).ask(cluster.member(2)).body()));
        }
    }

    @Test
    void whoWaitsForAFrozenNodeIsAnsweredWhenItsClusterGivesItUp() throws Exception {
        PollingClient client = PollingClient.open(cluster.member(3));
        client.post(cluster.member(1), "40/file-processing,");
        assertTrue(client.poll(cluster.member(1)).startsWith("40/file-processing,{"));
        cluster.member(3).freeze();
        try {
            // Nobody else would answer it before the client's own 45 s are over.
            Await.within(
                    "it is answered",
                    40_000,
                    () -> UNKNOWN.equals(
                            new String(client.ask(cluster.member(1)).body())));
        } finally {
            cluster.member(3).thaw();
        }
        cluster.member(1).awaitClusterSize(3);
    }
}
