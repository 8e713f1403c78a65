package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are processes of their own, working together and dying. */
class ClusterIT {
    /** From the death of a worker to the next attempt. */
    private static final long TAKE_OVER_MS = 10_000;

    private static Cluster cluster;
    /** What has been uploaded to the cluster that the tests share. */
    private static final List<String> UPLOADED = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Script.install();
        for (Path made : List.of(Clips.sixSeconds(), Clips.tenSeconds(), Clips.longSmall())) {
            assertTrue(Files.exists(made));
        }
        cluster = Cluster.start(
                folder, 3, Map.of("REELBUS_TRANSCODE_SLOTS", "1", "REELBUS_TRANSCODE_FFMPEG", PacedFfmpeg.path()));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        cluster.revive();
        cluster.assertNothingLeft(UPLOADED.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static Script script(Reachable node, String transports, String fileId) throws Exception {
        Script script = Script.node("client.mjs", node.uri("/file-processing"), transports);
        return script.emit("subscribe:file", new JsonObject().put("fileId", fileId));
    }

    private static String upload(Reachable node, Path clip) throws Exception {
        String id = Web.upload(node, Files.readAllBytes(clip));
        UPLOADED.add(id);
        return id;
    }

    private static Told told(Watcher watcher, String fileId) {
        return Told.of(watcher.await("the end", Told::isEnd).lines(), fileId).assertWhole();
    }

    @Test
    void subscribersOnAllNodesAreToldTheSameStory() throws Exception {
        String id = upload(cluster.member(1), Clips.tenSeconds());
        List<Script> scripts = new ArrayList<>();
        List<Watcher> watchers = new ArrayList<>();
        for (Member member : cluster.members()) {
            scripts.add(script(member, "websocket", id));
            watchers.add(Watcher.of(member, id));
        }
        List<Told> told = new ArrayList<>();
        for (Script script : scripts) {
            told.add(Told.of(script.await(Told::isEnd).finish().lines(), id).assertWhole());
        }
        for (Watcher watcher : watchers) {
            told.add(told(watcher, id));
        }
        assertEquals(3, told.get(0).lifecycle().size());
        for (Told each : told) {
            assertEquals(told.get(0).lifecycle(), each.lifecycle());
            assertTrue(each.story().size() > 20, () -> "progress is seen to move: " + each);
        }
    }

    @Test
    void aKilledWorkerIsReplacedWithinTenSecondsAndItsFfmpegDiesWithIt() throws Exception {
        String id = upload(cluster.member(1), Clips.sixSeconds());
        Member dead = cluster.working(id);
        List<Watcher> watchers = new ArrayList<>();
        for (Member member : cluster.others(dead)) {
            watchers.add(Watcher.of(member, id).await("its work is under way", Told.progress(20)));
        }
        dead.kill();
        long killedAt = System.nanoTime();
        Await.within("its ffmpeg is dead", 2_000, () -> dead.ffmpegs().isEmpty());
        watchers.forEach(watcher -> Await.within(
                "attempt 2 begins", TAKE_OVER_MS, () -> watcher.lines().stream().anyMatch(Told.started(2))));
        System.out.println("taken over after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedAt) + " ms");
        for (Watcher watcher : watchers) {
            assertEquals(List.of(1, 2), told(watcher, id).attempts());
        }
    }

    @Test
    void clientsOfAKilledNodeComeBackOnAnotherAndGoOnWithoutASecondSubscribe() throws Exception {
        String id = upload(cluster.member(1), Clips.tenSeconds());
        Member worker = cluster.working(id);
        Member dying = cluster.others(worker).get(0);
        Member heir = cluster.others(worker, dying).get(0);
        try (Forwarder balancer = Forwarder.to(List.of(dying, heir));
                Script webSocket = script(balancer, "websocket", id);
                Script polling = script(balancer, "polling", id);
                Script byDefault = script(balancer, "", id)) {
            List<Script> scripts = List.of(webSocket, polling, byDefault);
            for (Script script : scripts) {
                script.await(Told.progress(10));
            }
            dying.kill();
            for (Script script : scripts) {
                List<JsonObject> lines = script.await(Told::isRecovered)
                        .await(Told::isEnd)
                        .finish()
                        .lines();
                assertEquals(3, Told.of(lines, id).assertWhole().lifecycle().size());
            }
        }
    }

    @Test
    void anUploadSurvivesTheDeathOfItsNodeRightAfterTheAnswer() throws Exception {
        String id = upload(cluster.member(1), Clips.small());
        cluster.member(1).kill();
        for (Member member : cluster.others(cluster.member(1))) {
            try (Watcher watcher = Watcher.of(member, id)) {
                assertTrue(told(watcher, id).attempts().contains(1));
            }
        }
    }

    private static HttpResponse<byte[]> post(Reachable node, String path) throws Exception {
        return Web.send(Web.to(node, path).POST(BodyPublishers.noBody()));
    }

    private static String uploadUnlisted(Reachable node, int priority, byte[] form) throws Exception {
        HttpResponse<byte[]> answer = Web.post(node, "/api/videos?priority=" + priority, form);
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
        return Web.json(answer).getString("fileId");
    }

    private static void delete(Reachable node, String id) throws Exception {
        assertEquals(204, Web.delete(node, "/api/videos/" + id).statusCode());
    }

    @Test
    void workIsCanceledRepeatedAndDeletedFromNodesThatDoNotDoIt() throws Exception {
        String first = Web.upload(cluster.member(1), Files.readAllBytes(Clips.tenSeconds()));
        Member worker = cluster.working(first);
        Member here = cluster.others(worker).get(0);
        Member there = cluster.others(worker, here).get(0);
        List<Watcher> watchers = new ArrayList<>();
        for (Member member : List.of(there, here, worker)) {
            watchers.add(Watcher.of(member, first).await("its work is under way", Told.progress(3)));
        }
        var canceled = post(here, "/api/videos/" + first + "/cancel");
        assertEquals(200, canceled.statusCode(), () -> new String(canceled.body()));
        Await.within("its ffmpeg is dead", 2_000, () -> worker.ffmpegs().isEmpty());
        for (Watcher watcher : watchers) {
            watcher.await("the end", Told::isEnd);
        }

        var repeated = post(there, "/api/videos/" + first + "/retry");
        assertEquals(201, repeated.statusCode(), () -> new String(repeated.body()));
        String second = Web.json(repeated).getString("fileId");
        delete(here, first);
        assertEquals(404, Web.get(there, "/api/videos/" + first).statusCode());
        for (Watcher watcher : watchers) {
            Told told = Told.of(watcher.lines(), first);
            List<JsonObject> ends = told.story().stream().filter(Told::isEnd).toList();
            assertEquals(1, ends.size(), told::toString);
            assertEquals("canceled", ends.get(0).getJsonObject("data").getString("code"));
            assertEquals(ends.get(0), told.story().get(told.story().size() - 1), told::toString);
        }
        try (Watcher watcher = Watcher.of(here, second)) {
            assertEquals(List.of(1), told(watcher, second).attempts());
        }
        // The first's original was the second's too; with the second it goes.
        assertEquals(200, Web.get(here, "/storage/files/" + second).statusCode());
        delete(worker, second);
    }

    /** How many jobs each node has begun and not ended. */
    private static Map<String, Long> atWork() {
        return cluster
                .query("select attempt.worker from attempt join job using (file_id, attempt)"
                        + " where job.state = 'processing'")
                .stream()
                .collect(Collectors.groupingBy(row -> row.get(0).split("/")[0], Collectors.counting()));
    }

    @Test
    void noJobWaitsWhileASlotIsFreeAnywhereAndTheMostUrgentIsNext() throws Exception {
        // None of these is to end by itself.
        byte[] form = Form.of(Files.readAllBytes(Clips.longSmall())).closed();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(uploadUnlisted(cluster.member(1), 5, form));
        }
        Await.within(
                "each node has begun one",
                2_000,
                () -> atWork().equals(Map.of("node-1", 1L, "node-2", 1L, "node-3", 1L)));
        String urgent = uploadUnlisted(cluster.member(1), 9, form);
        List<String> waiting = new ArrayList<>();
        for (String id : ids) {
            if (Web.state(cluster.member(2), id).getString("status").equals("queued")) {
                waiting.add(id);
            }
        }
        assertEquals(ids.subList(3, 6), waiting);
        delete(cluster.member(3), ids.get(0));
        Await.within(
                "the most urgent is begun",
                2_000,
                () -> "processing".equals(Web.state(cluster.member(2), urgent).getString("status")));
        for (String id : waiting) {
            assertEquals("queued", Web.state(cluster.member(2), id).getString("status"));
        }
        // The younger first, so that no slot takes what is to go next.
        for (int i = waiting.size() - 1; i >= 0; i--) {
            delete(cluster.member(1), waiting.get(i));
        }
        for (String id : List.of(ids.get(1), ids.get(2), urgent)) {
            delete(cluster.member(2), id);
        }
    }

    @Test
    void nodesThatShareTheRolesDoTheWorkOfOne(@TempDir Path folder) throws Exception {
        try (Cluster split = Cluster.empty(folder)) {
            Member http = split.add(Map.of("REELBUS_ROLES", "http"));
            Member bridge = split.add(Map.of("REELBUS_ROLES", "bridge"));
            Member worker = split.add(Map.of("REELBUS_ROLES", "worker"));
            var unused = split.ready();
            String id = Web.upload(http, Files.readAllBytes(Clips.small()));
            try (Watcher watcher = Watcher.of(bridge, id)) {
                assertEquals(3, told(watcher, id).lifecycle().size());
            }
            assertEquals(
                    200,
                    Web.get(http, "/api/videos/" + id + "/files/poster.jpg").statusCode());
            assertEquals("completed", Web.state(bridge, id).getString("status"));
            assertEquals(404, Web.get(bridge, "/").statusCode());
            assertEquals(404, Web.get(worker, "/api/videos/" + id).statusCode());
            split.assertNothingLeft(id);
        }
    }
}
