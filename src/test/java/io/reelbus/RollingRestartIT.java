package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Cluster.Member;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each node of a cluster at work is stopped and started again, as an operator does who brings a new version. */
@Tag("long")
class RollingRestartIT {
    private static final int DRAIN_SECONDS = 10;
    /** What ending may take after the drain: ffmpeg dies, leases are given back, the cluster is left. */
    private static final int LEAVE_SECONDS = 5;

    private static final long UPLOAD_EVERY_MS = 700;
    private static final long ALL_DONE_MS = 240_000;

    @TempDir
    Path folder;

    private Cluster cluster;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final List<Integer> refused = new CopyOnWriteArrayList<>();
    private final List<String> cutOff = new CopyOnWriteArrayList<>();
    private final List<String> strange = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Script.install();
        for (Path made : List.of(Clips.fullHd(), Clips.longSmall(), Clips.silent())) {
            assertTrue(Files.exists(made));
        }
        cluster = Cluster.start(
                folder,
                3,
                Map.of("REELBUS_DRAIN_SECONDS", Integer.toString(DRAIN_SECONDS), "REELBUS_TRANSCODE_SLOTS", "1"));
    }

    @AfterEach
    void stop() throws Exception {
        clock.shutdownNow();
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
        cluster.close();
    }

    /** The nodes in another order: each balancer sends its clients to the first that it may use. */
    private List<Member> from(int first) {
        List<Member> members = new ArrayList<>(cluster.members());
        Collections.rotate(members, 1 - first);
        return members;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private String upload(Reachable node, Path clip) throws Exception {
        String id = Web.upload(node, Files.readAllBytes(clip));
        accepted.add(id);
        return id;
    }

    /** What an upload may come to while nodes come and go: taken, refused in so many words, or its connection ended. */
    private void tryToUpload(Reachable node, byte[] form) {
        try {
            HttpResponse<byte[]> answer = Web.post(node, "/storage/upload/video", form);
            if (answer.statusCode() == 200) {
                accepted.add(Web.json(answer).getString("fileId"));
            } else if (answer.statusCode() == 503
                    && "unavailable".equals(Web.json(answer).getString("code"))
                    && !Web.header(answer, "retry-after").isEmpty()) {
                refused.add(answer.statusCode());
            } else {
                strange.add(answer.statusCode() + " " + new String(answer.body()));
            }
        } catch (IOException closed) {
            cutOff.add(String.valueOf(closed));
        } catch (Exception e) {
            strange.add(String.valueOf(e));
        }
    }

    private void restart(Member member) throws Exception {
        upload(cluster.others(member).get(0), Clips.fullHd());
        Await.until(member.name() + " is at work", () -> !member.ffmpegs().isEmpty());
        long toldAt = System.nanoTime();
        member.terminate();
        member.awaitEnd();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldAt);
        System.out.println(member.name() + " ended after " + millis + " ms with " + member.exitCode());
        assertTrue(List.of(0, 143).contains(member.exitCode()), member.log());
        assertTrue(millis < (DRAIN_SECONDS + LEAVE_SECONDS) * 1000L, millis + " ms");
        assertFalse(member.log().contains("did not stop cleanly"), member::log);
        Await.within("its ffmpeg ends with it", 100, () -> member.ffmpegs().isEmpty());
        member.start();
        member.awaitReady();
        for (Member each : cluster.members()) {
            each.awaitClusterSize(3);
        }
    }

    @Test
    void nobodyNoticesMoreThanAReconnection() throws Exception {
        List<String> watched = new ArrayList<>();
        for (Path clip : List.of(
                Clips.fullHd(), Clips.fullHd(), Clips.fullHd(), Clips.longSmall(), Clips.longSmall(), Clips.fullHd())) {
            watched.add(upload(cluster.member(1), clip));
        }
        String files = String.join(",", watched);
        List<Script> scripts = new ArrayList<>();
        List<ReturningWatcher> watchers = new ArrayList<>();
        for (int first = 1; first <= 3; first++) {
            Forwarder balancer = opened(Forwarder.toReady(from(first)));
            for (String transports : List.of("", "websocket")) {
                scripts.add(opened(Script.node("client.mjs", balancer.uri("/file-processing"), transports, files)));
            }
            watchers.add(opened(ReturningWatcher.of(balancer, watched)));
        }
        byte[] form = Form.of(Files.readAllBytes(Clips.silent())).closed();
        // One balancer looks whom it sends what, the other does not and meets the nodes on their way out.
        for (Forwarder balancer : List.of(opened(Forwarder.toReady(from(1))), opened(Forwarder.to(from(1))))) {
            var unused = clock.scheduleWithFixedDelay(
                    () -> tryToUpload(balancer, form), 0, UPLOAD_EVERY_MS, TimeUnit.MILLISECONDS);
        }

        for (Member member : cluster.members()) {
            restart(member);
        }

        clock.shutdown();
        assertTrue(clock.awaitTermination(60, TimeUnit.SECONDS));
        System.out.println(accepted.size() + " uploads accepted, " + refused.size() + " refused, cut off: " + cutOff);
        assertEquals(List.of(), strange);
        awaitEnds();
        assertJobsAreDoneOnce();
        for (String id : watched) {
            for (Script script : scripts) {
                script.awaitRaw(lines -> lines.stream()
                        .anyMatch(line -> line.contains("\"processing:completed\"") && line.contains(id)));
            }
            watchers.forEach(watcher -> watcher.awaitEnd(id));
        }
        for (Script script : scripts) {
            assertTrue(script.finish().visits().size() > 1, "it has come back");
        }
        for (ReturningWatcher watcher : watchers) {
            assertTrue(watcher.visits().size() > 1, "it has come back");
            assertEquals(List.of(1012), watcher.closeCodes().stream().distinct().toList());
        }
        for (String id : watched) {
            List<Told> told = new ArrayList<>();
            scripts.forEach(script -> told.add(Told.overVisits(script.visits(), id)));
            watchers.forEach(watcher -> told.add(Told.overVisits(watcher.visits(), id)));
            for (Told each : told) {
                assertEquals(told.get(0).lifecycle(), each.assertWhole().lifecycle());
            }
        }
        cluster.assertNothingLeft(accepted.toArray(String[]::new));
    }

    /** Whoever asks now for all of them is told how each ended. */
    private void awaitEnds() throws Exception {
        try (Watcher all = Watcher.of(cluster.member(1), accepted.get(0))) {
            for (String id : accepted) {
                all.subscribe(new JsonObject().put("fileId", id));
            }
            Await.within(
                    "all jobs end",
                    ALL_DONE_MS,
                    () -> all.lines().stream().filter(Told::isEnd).count() == accepted.size());
        }
    }

    private void assertJobsAreDoneOnce() {
        assertEquals(
                accepted.stream().sorted().toList(),
                cluster
                        .query("select file_id from job where state = 'completed' order by file_id collate \"C\"")
                        .stream()
                        .map(row -> row.get(0))
                        .toList());
        assertEquals(
                List.of(),
                cluster.query("select file_id, state, failures, lost_leases from job"
                        + " where state <> 'completed' or failures <> 0 or lost_leases <> 0"));
        assertEquals(
                List.of(),
                cluster.query("select file_id, count(*) from journal where kind in ('completed', 'failed')"
                        + " group by file_id having count(*) <> 1"));
        var outcomes = cluster.query("select outcome, count(*) from attempt group by outcome order by outcome");
        System.out.println("attempts: " + outcomes);
        assertEquals(
                List.of(),
                cluster.query("select file_id, attempt, outcome from attempt"
                        + " where outcome is null or outcome not in ('completed', 'released')"));
    }
}
