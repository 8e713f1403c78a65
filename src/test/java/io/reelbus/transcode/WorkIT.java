package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Web;
import io.reelbus.bus.Announcement;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slots at work on a store, a bus and an ffmpeg that are real; nobody rings the bell here. */
@Timeout(120)
class WorkIT extends WorkFixture {
    @Test
    void aJobIsFoundWithoutTheBell() throws Exception {
        slot();
        // The slot has asked by now, in vain: it asked the store before this does.
        FileId id = accept(Clips.silent());
        Await.within("claimed", 5_000, () -> state(id) != JobState.QUEUED);
        Await.until("completed", () -> state(id) == JobState.COMPLETED);
    }

    @Test
    void twoSlotsWorkAtOnce() throws Exception {
        FileId one = accept(Clips.fullHd());
        FileId two = accept(Clips.fullHd());
        slot();
        slot();
        awaitFrames(one);
        awaitFrames(two);
        List<String> commands = ffmpegs().stream()
                .map(each -> each.info().commandLine().orElse(""))
                .toList();
        assertEquals(2, commands.size());
        for (FileId id : List.of(one, two)) {
            assertEquals(
                    1,
                    commands.stream().filter(each -> each.contains(id.value())).count());
        }
    }

    @Test
    void oneSlotDoesItsJobsOneAfterTheOtherEachToOneOutcome() throws Exception {
        List<FileId> ids = List.of(accept(Clips.longSmall()), accept(Clips.silent()), accept(Clips.silent()));
        String slot = slot();
        for (FileId id : ids) {
            Await.until("completed", () -> heardOf(id).stream().anyMatch(Announcement::isTerminal));
        }
        Await.result(vertx.undeploy(slot));
        ids.forEach(id -> mark(id, 9));
        List<String> expected = new ArrayList<>();
        List<String> actual = heard.stream()
                .filter(each -> !each.event().equals(Announcement.PROGRESS))
                .map(each -> each.fileId() + " " + each.event())
                .toList();
        for (FileId id : ids) {
            expected.add(id + " " + Announcement.STARTED);
            expected.add(id + " " + Announcement.COMPLETED);
            List<Announcement> own = heardOf(id);
            assertProgressRises(own.subList(0, own.size() - 1), 3);
            assertEquals(JobState.COMPLETED, state(id));
            assertEquals(3, story(id).journal().size());
            assertEquals(List.of(attempt(id), "original"), media(id));
            assertEquals(
                    List.of("poster.jpg", "storyboard-1.jpg", "storyboard.vtt", "video.mp4"),
                    Web.names(folder.resolve("media").resolve(id.value()).resolve(attempt(id))));
        }
        assertEquals(expected, actual);
        assertEquals(List.of(), scratch());
    }

    @Test
    void aMissingSourceIsTriedAgainAndThenFails() throws Exception {
        FileId id = accept(FileId.random(), 1);
        slot();
        Await.until("failed", () -> heardOf(id).stream().anyMatch(Announcement::isTerminal));
        assertEquals(
                List.of(
                        Announcement.STARTED + " 2000000 of 1",
                        Announcement.STARTED + " 3000000 of 2",
                        Announcement.FAILED + " 4000000 of 2"),
                lifecycle(id));
        Announcement failed = heardOf(id).get(2);
        assertEquals(Failure.TRANSCODE_FAILED.code(), failed.data().getString("code"));
        assertEquals("The uploaded file is missing.", failed.data().getString("error"));
        assertEquals(JobState.FAILED, state(id));
        Await.until("the scratch folder is gone", () -> scratch().isEmpty());
    }

    private void assertGivenBack(FileId id) throws SQLException {
        assertEquals(JobState.QUEUED, state(id));
        String row = row(id);
        assertTrue(row.contains("LOST_LEASES=0\n"), row);
        assertTrue(row.contains("FAILURES=0\n"), row);
        assertTrue(row.contains("LEASE_UNTIL=null\n"), row);
        assertTrue(row.contains("WORKER=null\n"), row);
    }

    @Test
    void aSlotThatIsUndeployedGivesItsJobBackAndAnotherFinishesIt() throws Exception {
        FileId id = accept(Clips.fullHd());
        String slot = slot();
        awaitFrames(id);
        assertFalse(ffmpegs().isEmpty());
        Await.result(vertx.undeploy(slot));
        assertEquals(List.of(), ffmpegs());
        assertEquals(List.of(), scratch());
        assertGivenBack(id);
        // What was begun with a long clip is finished with a short one.
        Path original = folder.resolve("media").resolve(id + "/original");
        Files.copy(Clips.silent(), original, StandardCopyOption.REPLACE_EXISTING);
        slot();
        Await.until("ended", () -> heardOf(id).stream().anyMatch(Announcement::isTerminal));
        assertEquals(
                List.of(
                        Announcement.STARTED + " 2000000 of 1",
                        Announcement.STARTED + " 3000000 of 2",
                        Announcement.COMPLETED + " 4000000 of 2"),
                lifecycle(id));
        assertProgressRises(heardOf(id), 4);
        Await.until("its first attempt is gone", () -> media(id).equals(List.of(attempt(id), "original")));
    }

    @Test
    void aSlotThatIsUndeployedWhileItAsksGivesBackWhatItGets() throws Exception {
        FileId id = accept(Clips.silent());
        CountDownLatch held = holdUpLeases(1);
        Future<Void> undeployed = vertx.undeploy(slot());
        assertFalse(undeployed.isComplete());
        held.countDown();
        Await.result(undeployed);
        assertGivenBack(id);
        mark(id, 1);
        // The claim may be answered just before the slot learns that it stops: then it has begun, but nothing ended.
        assertTrue(heardOf(id).stream().noneMatch(Announcement::isTerminal));
    }

    private String leaseUntil(FileId id) throws SQLException {
        return row(id).lines()
                .filter(line -> line.startsWith("LEASE_UNTIL="))
                .findFirst()
                .orElseThrow();
    }

    private void awaitLongerLease(FileId id) throws SQLException {
        String before = leaseUntil(id);
        Await.until("the lease is extended", () -> !leaseUntil(id).equals(before));
        assertEquals(JobState.PROCESSING, state(id));
    }

    @Test
    void aSlotThatIsUndeployedWhileAFileIsFetchedKeepsItsLeaseUntilTheJobIsGivenBack() throws Exception {
        FileId id = accept(Clips.silent());
        CountDownLatch held = holdUpMedia();
        try {
            String slot = slot();
            Await.until("started", () -> !heardOf(id).isEmpty());
            Future<Void> undeployed = vertx.undeploy(slot);
            awaitLongerLease(id);
            Await.result(undeployed);
            assertGivenBack(id);
        } finally {
            held.countDown();
        }
        Await.until("the scratch folder is gone", () -> scratch().isEmpty());
        mark(id, 1);
        assertEquals(List.of(Announcement.STARTED + " 2000000 of 1"), lifecycle(id));
        assertEquals(List.of("original"), media(id));
    }

    /** Brings a slot to where it would store what it has made. */
    private CountDownLatch aboutToStore(FileId id) {
        awaitFrames(id);
        CountDownLatch held = holdUpMedia();
        Await.until(
                "it stores",
                () -> heardOf(id).stream()
                        .anyMatch(each -> "store"
                                .equals(each.data()
                                        .getJsonObject("metadata", new JsonObject())
                                        .getString("step"))));
        return held;
    }

    @Test
    void aSlotThatIsUndeployedWhileItStoresGivesItsJobBackAndWithdrawsWhatItStoresLater() throws Exception {
        FileId id = accept(Clips.longSmall());
        String slot = slot();
        CountDownLatch held = aboutToStore(id);
        try {
            Await.result(vertx.undeploy(slot));
            assertGivenBack(id);
        } finally {
            held.countDown();
        }
        Await.until("the scratch folder is gone", () -> scratch().isEmpty());
        assertEquals(List.of("original"), media(id));
        slot();
        Await.until("ended", () -> heardOf(id).stream().anyMatch(Announcement::isTerminal));
        assertEquals(
                List.of(
                        Announcement.STARTED + " 2000000 of 1",
                        Announcement.STARTED + " 3000000 of 2",
                        Announcement.COMPLETED + " 4000000 of 2"),
                lifecycle(id));
    }

    @Test
    void whatIsStoredInAMomentIsNotMadeAgainByAnother() throws Exception {
        FileId id = accept(Clips.longSmall());
        String slot = slot();
        CountDownLatch held = aboutToStore(id);
        Future<Void> undeployed = vertx.undeploy(slot);
        held.countDown();
        Await.result(undeployed);
        mark(id, 1);
        assertEquals(
                List.of(Announcement.STARTED + " 2000000 of 1", Announcement.COMPLETED + " 3000000 of 1"),
                lifecycle(id));
        assertEquals(List.of(attempt(id), "original"), media(id));
        assertEquals(List.of(), scratch());
    }
}
