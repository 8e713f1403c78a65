package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taps and views of a cluster: three nodes in this JVM, so that tests can use their buses, and one that may die. */
class ClusterTapIT {
    private static final int NODES = 3;
    private static final int JOBS = 1000;

    private static Cluster cluster;
    private static final List<Node> NODES_HERE = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = Cluster.empty(folder);
        for (int i = 1; i <= NODES; i++) {
            // What only the third can serve, and what none can.
            List<String> missing = i == NODES ? List.of() : List.of("an encoder");
            List<ProfileOffer> profiles = List.of(
                    new ProfileOffer("web", "For browsers.", List.of()),
                    new ProfileOffer("hls", "For players.", missing),
                    new ProfileOffer("archive", "For keeps.", List.of("an encoder")));
            NODES_HERE.add(Node.start(ConfigLoader.load(null, cluster.settings(i)), stores -> profiles)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2, TimeUnit.MINUTES));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        NODES_HERE.forEach(node -> Await.result(node.stop()));
    }

    private static Reachable web(Node node) {
        return path -> java.net.URI.create("http://127.0.0.1:" + node.port() + path);
    }

    private static JsonArray nodes(Reachable asked) throws Exception {
        return Web.json(Web.get(asked, "/inspect/nodes")).getJsonArray("nodes");
    }

    private static Map<String, JsonObject> nodesByName(Reachable asked) throws Exception {
        return nodes(asked).stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("name"), each -> each));
    }

    private static void awaitTaps(int count) {
        for (Node node : NODES_HERE) {
            Await.until("taps open: " + count, () -> Scrape.of(web(node)).value("reelbus_taps") == count);
        }
    }

    @Test
    void aThousandJobsReachTheirWorkersWhileThreeTapsSeeEachOfThem() throws Exception {
        Map<Integer, AtomicInteger> done = new ConcurrentHashMap<>();
        for (Node node : NODES_HERE) {
            for (int i = 0; i < 2; i++) {
                Await.result(node.bus()
                        .<Integer>consumer(
                                "work.job",
                                message -> done.computeIfAbsent(message.body(), number -> new AtomicInteger())
                                        .incrementAndGet())
                        .completion());
            }
        }
        Await.result(NODES_HERE
                .get(1)
                .bus()
                .<String>consumer("work.echo", message -> message.reply(message.body()))
                .completion());
        // A consumer is known elsewhere a moment after it is known here.
        for (Node node : NODES_HERE) {
            Await.until(
                    "it is known",
                    () -> "hello"
                            .equals(Await.result(node.bus().<String>request("work.echo", "hello"))
                                    .body()));
        }
        List<TapReader> taps = new ArrayList<>();
        try {
            for (Node node : NODES_HERE) {
                taps.add(TapReader.open(web(node), "work.j*", false));
            }
            for (TapReader tap : taps) {
                var unused = tap.awaitNodes("node-1", "node-2", "node-3");
            }
            awaitTaps(NODES);
            for (int i = 0; i < JOBS; i++) {
                NODES_HERE.get(i % NODES).bus().send("work.job", i);
            }
            Await.until("all are done", () -> done.size() == JOBS);
            Set<Integer> all = IntStream.range(0, JOBS).boxed().collect(Collectors.toSet());
            assertEquals(all, done.keySet());
            assertTrue(done.values().stream().allMatch(times -> times.get() == 1), "each once");
            for (TapReader tap : taps) {
                List<JsonObject> seen = tap.awaitMessages(JOBS);
                assertEquals(JOBS, seen.size());
                assertEquals(
                        all, seen.stream().map(each -> each.getInteger("body")).collect(Collectors.toSet()));
                assertEquals(
                        Set.of("node-1", "node-2", "node-3"),
                        seen.stream().map(each -> each.getString("node")).collect(Collectors.toSet()));
                assertEquals(List.of(), tap.of("dropped"));
            }
        } finally {
            for (TapReader tap : taps) {
                tap.close();
            }
        }
        awaitTaps(0);
    }

    @Test
    void aVideoGoesToTheNodeThatCanServeItsProfileWhicheverTakesIt() throws Exception {
        for (Node node : NODES_HERE) {
            byte[] content = Web.random(1_000);
            var refused = Web.post(
                    web(node),
                    "/api/videos",
                    Form.of(content).field("profile", "archive").closed());
            Web.assertProblem(422, "profile_unavailable", refused);
            var taken = Web.post(
                    web(node),
                    "/api/videos",
                    Form.of(content).field("profile", "hls").closed());
            assertEquals(201, taken.statusCode(), () -> new String(taken.body()));
            String id = Web.json(taken).getString("fileId");
            assertEquals("not_a_video", Web.outcome(web(node), id).getString("code"));
            JsonArray attempts = Web.json(Web.get(web(node), "/inspect/jobs/" + id + "/attempts"))
                    .getJsonArray("attempts");
            assertEquals("node-3", attempts.getJsonObject(0).getString("node"));
        }
    }

    @Test
    void repliesPassAndAreSeenWhereverTheyAreMade() throws Exception {
        EventBus asking = NODES_HERE.get(0).bus();
        Await.result(NODES_HERE
                .get(2)
                .bus()
                .<JsonObject>consumer("ask.me", message -> message.reply(message.body()))
                .completion());
        try (TapReader tap =
                TapReader.open(web(NODES_HERE.get(1)), "*", true).awaitNodes("node-1", "node-2", "node-3")) {
            JsonObject body = new JsonObject().put("text", "x".repeat(100_000));
            assertEquals(
                    body,
                    Await.result(asking.<JsonObject>request("ask.me", body)).body());
            Await.until(
                    "the reply is seen as sent",
                    () -> tap.of("message").stream()
                            .anyMatch(each -> each.getString("kind").equals("reply")
                                    && each.getString("node").equals("node-3")
                                    && each.getString("direction").equals("sent")
                                    && each.getBoolean("truncated", false)));
            Await.until(
                    "and as received",
                    () -> tap.of("message").stream()
                            .anyMatch(each -> each.getString("kind").equals("reply")
                                    && each.getString("node").equals("node-1")
                                    && each.getString("direction").equals("received")));
        }
        awaitTaps(0);
    }

    @Test
    void aNodeThatJoinsLaterShowsItsMessagesIsCalledSilentWhenItIsAndTakesItsTapsWithItWhenItDies() throws Exception {
        Reachable here = web(NODES_HERE.get(0));
        try (TapReader tap =
                TapReader.open(here, "nodes.node-4.echo", false).awaitNodes("node-1", "node-2", "node-3")) {
            // The first in the list has the first number; those in this JVM are not in it.
            Member late = lateMember();
            late.awaitReady();
            var unused = tap.awaitNodes("node-4");
            assertEquals(200, Web.get(late, "/health/ready").statusCode());
            Await.until(
                    "its message is seen",
                    () -> tap.of("message").stream()
                            .anyMatch(each -> each.getString("node").equals("node-4")));
            assertEquals(
                    Set.of("node-1", "node-2", "node-3", "node-4"),
                    nodesByName(late).keySet());

            TapReader dying = TapReader.open(late, "*", false).awaitNodes("node-1", "node-2", "node-3", "node-4");
            awaitTaps(2);
            // Where somebody is asked for the first time the bus looks him up, at a member that may be the silent one.
            assertEquals(NODES + 1, nodes(here).size());
            late.freeze();
            long asked = System.nanoTime();
            Map<String, JsonObject> nodes = nodesByName(here);
            assertTrue(System.nanoTime() - asked < 5_000_000_000L, "it waits for a silent node no longer than it must");
            assertTrue(nodes.get("node-4").getBoolean("silent"));
            for (String other : List.of("node-1", "node-2", "node-3")) {
                assertEquals(false, nodes.get(other).getBoolean("silent"), other);
            }
            assertEquals(
                    new JsonArray(List.of("node-4")),
                    Web.json(Web.get(here, "/inspect/rooms")).getJsonArray("silent"));
            late.kill();
            awaitTaps(1);
            dying.close();
            Await.until("it is no member any more", () -> nodes(here).size() == NODES);
        }
        awaitTaps(0);
    }

    private static Member lateMember() throws Exception {
        return cluster.add(NODES + 1, Map.of());
    }
}
