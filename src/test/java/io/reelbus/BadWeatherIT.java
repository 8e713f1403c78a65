package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Cluster.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and programs that stand still, and programs that are killed, under a cluster at work. */
@Tag("long")
class BadWeatherIT {
    private static final long TAKE_OVER_MS = 10_000;

    private static Cluster cluster;
    private static final List<String> UPLOADED = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var unused = Clips.sixSeconds();
        // Whoever stands still does so for longer than its clients may be silent.
        cluster = Cluster.start(
                folder,
                3,
                Map.of(
                        "REELBUS_TRANSCODE_STALL_SECONDS",
                        "2",
                        "REELBUS_PUSH_PING_INTERVAL_MS",
                        "2000",
                        "REELBUS_TRANSCODE_FFMPEG",
                        PacedFfmpeg.path()));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (Member member : cluster.members()) {
            member.thaw();
        }
        cluster.assertNothingLeft(UPLOADED.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static String upload() throws Exception {
        String id = Web.upload(cluster.member(1), Files.readAllBytes(Clips.sixSeconds()));
        UPLOADED.add(id);
        return id;
    }

    private static Told told(Watcher watcher, String fileId) {
        return Told.of(watcher.await("the end", Told::isEnd).lines(), fileId).assertWhole();
    }

    /** Freezes the member that works on the file; returns once another has begun it anew, as the watcher was told. */
    private static void freezeUntilTakenOver(Member working, Watcher watcher) throws Exception {
        watcher.await("its work is under way", Told.progress(5));
        working.freeze();
        Await.within(
                "another takes over",
                TAKE_OVER_MS,
                () -> watcher.lines().stream().anyMatch(Told.started(2)));
    }

    /** It hears the bus: what happens on other nodes reaches its own subscribers without the store's help. */
    private static void assertServes(Member member) throws Exception {
        member.awaitClusterSize(3);
        Await.until(member.name() + " serves again", () -> {
            String id = upload();
            try (Watcher watcher = Watcher.of(member, id)) {
                return told(watcher, id).story().size() > 20;
            }
        });
    }

    @Test
    void aNodeThatWakesInTheMiddleOfItsSuccessorsWorkSpoilsNothing() throws Exception {
        String id = upload();
        Member zombie = cluster.working(id);
        Member other = cluster.others(zombie).get(0);
        try (Watcher watcher = Watcher.of(other, id);
                Watcher itsOwn = Watcher.of(zombie, id)) {
            freezeUntilTakenOver(zombie, watcher);
            zombie.thaw();
            Await.within("its ffmpeg is dead", 5_000, () -> zombie.ffmpegs().isEmpty());
            assertEquals(List.of(1, 2), told(watcher, id).attempts());
            assertEquals(told(watcher, id).lifecycle(), told(itsOwn, id).lifecycle());
        }
        assertServes(zombie);
    }

    @Test
    void aNodeThatWakesLongAfterIsMissedNoMoreAndServesAgain() throws Exception {
        String id = upload();
        Member zombie = cluster.working(id);
        Member other = cluster.others(zombie).get(0);
        try (Watcher watcher = Watcher.of(other, id);
                Watcher itsOwn = Watcher.of(zombie, id)) {
            freezeUntilTakenOver(zombie, watcher);
            var unused = told(watcher, id);
            other.awaitClusterSize(2);
            zombie.thaw();
            Await.within("its ffmpeg is dead", 5_000, () -> zombie.ffmpegs().isEmpty());
            assertEquals(told(watcher, id).lifecycle(), told(itsOwn, id).lifecycle());
            assertServes(zombie);
            assertEquals(List.of(1, 2), told(watcher, id).attempts());
        }
    }

    /** It keeps a part of the registrations of the bus: whoever asks it for them is not answered. */
    @Test
    void anIdleNodeThatStandsStillHoldsUpNobody() throws Exception {
        Member frozen = cluster.member(3);
        frozen.freeze();
        try {
            String id = upload();
            for (Member member : cluster.others(frozen)) {
                try (Watcher watcher = Watcher.of(member, id)) {
                    Await.within(
                            "it is told of the start",
                            5_000,
                            () -> watcher.lines().stream().anyMatch(Told.started(1)));
                    assertEquals(List.of(1), told(watcher, id).attempts());
                }
            }
        } finally {
            frozen.thaw();
        }
        assertServes(frozen);
    }

    @Test
    void anFfmpegThatIsKilledIsFollowedByASecondAttempt() throws Exception {
        String id = upload();
        Member working = cluster.working(id);
        try (Watcher watcher = Watcher.of(working, id)) {
            watcher.await("its work is under way", Told.progress(5));
            working.ffmpegs().forEach(ProcessHandle::destroyForcibly);
            assertEquals(List.of(1, 2), told(watcher, id).attempts());
        }
    }

    @Test
    void anFfmpegThatStandsStillIsEndedAndFollowedByASecondAttempt() throws Exception {
        String id = upload();
        Member working = cluster.working(id);
        try (Watcher watcher = Watcher.of(working, id)) {
            watcher.await("its work is under way", Told.progress(5));
            for (ProcessHandle ffmpeg : working.ffmpegs()) {
                new ProcessBuilder("kill", "-STOP", Long.toString(ffmpeg.pid()))
                        .start()
                        .waitFor();
            }
            assertEquals(List.of(1, 2), told(watcher, id).attempts());
        }
    }
}
