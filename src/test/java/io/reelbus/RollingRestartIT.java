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
    private static final int DRAIN_SECONDS = 6;
    /** What ending may take after the drain: ffmpeg dies, leases are given back, the cluster is left. */
    private static final int LEAVE_SECONDS = 5;

    private static final long UPLOAD_EVERY_MS = 15_000;
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
        for (Path made : List.of(Clips.shortFullHd(), Clips.longSmall(), Clips.silent())) {
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

    /** Uploads so that it is begun before whatever waits. */
    private String upload(Reachable node, Path clip) throws Exception {
        byte[] form = Form.of(Files.readAllBytes(clip)).closed();
        HttpResponse<byte[]> answer = Web.post(node, "/api/videos?priority=9", form);
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
        String id = Web.json(answer).getString("fileId");
        accepted.add(id);
        return id;
    }

    /** The clients that watch the same files, some of them by way of a node that is about to be stopped. */
    private record Audience(List<String> files, List<Script> scripts, List<ReturningWatcher> watchers) {
        void awaitEnds() throws Exception {
            for (String id : files) {
                for (Script script : scripts) {
                    script.awaitRaw(lines -> lines.stream()
                            .anyMatch(line -> line.contains("\"processing:completed\"") && line.contains(id)));
                }
                watchers.forEach(watcher -> watcher.awaitEnd(id));
            }
            for (Script script : scripts) {
                var unused = script.finish();
            }
        }

        void assertToldTheSame() {
            for (String id : files) {
                List<Told> told = new ArrayList<>();
                scripts.forEach(script -> told.add(Told.of(script.lines(), id)));
                watchers.forEach(watcher -> told.add(Told.overVisits(watcher.visits(), id)));
                for (Told each : told) {
                    assertEquals(told.get(0).lifecycle(), each.assertWhole().lifecycle());
                }
            }
        }
    }

    /** Three clients and a watcher behind the balancer that prefers this node, a client and a watcher elsewhere. */
    private Audience watch(int number, List<String> files) throws Exception {
        Forwarder here = opened(Forwarder.toReady(from(number)));
        Forwarder elsewhere = opened(Forwarder.toReady(from(number % 3 + 1)));
        return new Audience(
                files,
                List.of(
                        script(here, "", files),
                        script(here, "websocket", files),
                        script(here, "polling", files),
                        script(elsewhere, "", files)),
                List.of(opened(ReturningWatcher.of(here, files)), opened(ReturningWatcher.of(elsewhere, files))));
    }

    private Script script(Reachable node, String transports, List<String> files) throws Exception {
        return opened(Script.node("client.mjs", node.uri("/file-processing"), transports, String.join(",", files)));
    }

    /** What an upload may come to while nodes come and go: taken, refused in so many words, or its connection ended. */
    private void tryToUpload(Reachable node, byte[] form) {
        try {
            HttpResponse<byte[]> answer = Web.post(node, "/storage/upload/video", form);
            if (answer.statusCode() == 200) {
                accepted.add(Web.json(answer).getString("fileId"));
            } else if (answer.statusCode() == 503
                    && "unavailable"
                            .equals(Web.json(answer).getJsonObject("data").getString("code"))
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

    /** Stops it in the middle of its work, and starts it again once it has ended by itself. */
    private void restart(Member member) throws Exception {
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

    /** Gives each slot something that takes its time; returns once the member is through with what came before. */
    private List<String> occupy(Member member) throws Exception {
        List<String> files = new ArrayList<>();
        for (Path clip : List.of(Clips.shortFullHd(), Clips.shortFullHd(), Clips.shortFullHd(), Clips.longSmall())) {
            files.add(upload(cluster.others(member).get(0), clip));
        }
        Await.within(
                member.name() + " is at work",
                ALL_DONE_MS,
                () -> member.ffmpegs().stream()
                        .map(each -> each.info().commandLine().orElse(""))
                        .anyMatch(line -> files.subList(0, 3).stream().anyMatch(line::contains)));
        return files;
    }

    @Test
    void nobodyNoticesMoreThanAReconnection() throws Exception {
        byte[] form = Form.of(Files.readAllBytes(Clips.silent())).closed();
        // One balancer looks whom it sends what, the other does not and meets the nodes on their way out.
        for (Forwarder balancer : List.of(opened(Forwarder.toReady(from(1))), opened(Forwarder.to(from(1))))) {
            var unused = clock.scheduleWithFixedDelay(
                    () -> tryToUpload(balancer, form), 0, UPLOAD_EVERY_MS, TimeUnit.MILLISECONDS);
        }
        List<Audience> audiences = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            Member member = cluster.member(number);
            Audience audience = watch(number, occupy(member));
            audiences.add(audience);
            for (Script script : audience.scripts()) {
                script.awaitEvent("processing:started");
            }
            restart(member);
            for (int come = 0; come < 3; come++) {
                assertTrue(audience.scripts().get(come).visits().size() > 1, "client " + come + " has come back");
            }
            assertEquals(
                    List.of(1012),
                    audience.watchers().get(0).closeCodes().stream().distinct().toList());
        }

        clock.shutdown();
        assertTrue(clock.awaitTermination(60, TimeUnit.SECONDS));
        System.out.println(accepted.size() + " uploads accepted, " + refused.size() + " refused, cut off: " + cutOff);
        assertEquals(List.of(), strange);
        awaitEnds();
        assertJobsAreDoneOnce();
        for (Audience audience : audiences) {
            audience.awaitEnds();
            audience.assertToldTheSame();
        }
        for (Member member : cluster.members()) {
            assertFalse(member.log().contains(" ERROR "), member::log);
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
