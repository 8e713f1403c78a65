package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Web;
import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts whose job is another's by now: nothing of them is written, told or left. */
@Timeout(120)
class LostWorkIT extends WorkFixture {
    @Test
    void whoLosesTheLeaseStopsAndLeavesNothing() throws Exception {
        FileId id = accept(Clips.fullHd());
        String slot = slot();
        awaitFrames(id);
        assertEquals(1, ffmpegs().size());
        steal(id);
        String stolen = row(id);
        Await.within("ffmpeg is gone", 5_000, () -> ffmpegs().isEmpty());
        mark(id, 1);
        int before = heardOf(id).size();
        Await.within("the scratch folder is gone", 5_000, () -> scratch().isEmpty());
        Await.result(vertx.undeploy(slot));
        mark(id, 1);
        assertEquals(before + 1, heardOf(id).size());
        assertEquals(List.of(Announcement.STARTED + " 2000000 of 1"), lifecycle(id));
        assertEquals(List.of("original"), media(id));
        assertEquals(stolen, row(id));
    }

    /** Brings a job to where its outputs lie in the media store and their commit waits. */
    private CountDownLatch publishedButNotCommitted(FileId id) throws SQLException {
        Await.until("started", () -> !heardOf(id).isEmpty());
        CountDownLatch held = holdUpLeases(1);
        Path poster = folder.resolve("media").resolve(id + "/" + attempt(id) + "/poster.jpg");
        Await.until("moved", () -> Files.exists(poster));
        return held;
    }

    @Test
    void outputsWhoseCommitTheFenceRefusesAreWithdrawn() throws Exception {
        FileId id = accept(Clips.silent());
        String slot = slot();
        CountDownLatch held = publishedButNotCommitted(id);
        steal(id);
        String stolen = row(id);
        held.countDown();
        Await.until("withdrawn", () -> media(id).equals(List.of("original")));
        Await.result(vertx.undeploy(slot));
        mark(id, 1);
        assertEquals(List.of(Announcement.STARTED + " 2000000 of 1"), lifecycle(id));
        assertEquals(stolen, row(id));
        assertEquals(List.of(), scratch());
    }

    @Test
    void anOutcomeWhoseCommitWasDoneButNotAnsweredIsAnnounced() throws Exception {
        FileId id = accept(Clips.silent());
        slot();
        CountDownLatch held = publishedButNotCommitted(id);
        // Another connection commits what the worker is about to; the worker sees a fence that does not match.
        JobStore other =
                Await.result(JobStore.open(Vertx.vertx(), new StoreConfig(url(), "", "", 2, "", 30, 2, 5), folder));
        var started = (JobEvent.Started) story(id).last();
        Lease lease = new Lease(id, fence(id), story(id).job().upload(), started);
        assertTrue(Await.result(other.complete(
                        lease, id + "/" + attempt(id), Map.of("by", "the first try"), AttemptReport.NONE))
                .isPresent());
        Await.result(other.close());
        held.countDown();
        Await.until("announced", () -> heardOf(id).stream().anyMatch(Announcement::isTerminal));
        assertEquals(
                List.of(Announcement.STARTED + " 2000000 of 1", Announcement.COMPLETED + " 3000000 of 1"),
                lifecycle(id));
        Await.until("the scratch folder is gone", () -> scratch().isEmpty());
        assertEquals(List.of(attempt(id), "original"), media(id));
    }

    @Test
    void nothingIsLeftOfAJobThatWasRemovedBeforeTheCommit() throws Exception {
        FileId id = accept(Clips.silent());
        String slot = slot();
        CountDownLatch held = publishedButNotCommitted(id);
        sql("delete from job where file_id = '" + id + "'");
        held.countDown();
        // The original is left to who removed the row: a repetition may be using it.
        Await.until("withdrawn", () -> media(id).equals(List.of("original")));
        Await.result(vertx.undeploy(slot));
        mark(id, 1);
        assertEquals(List.of(Announcement.STARTED + " 2000000 of 1"), lifecycle(id));
        assertEquals(List.of(), scratch());
    }

    /** One of its own, as that of another node: its threads are not held up. */
    private JobStore open(Vertx vertx) {
        return Await.result(JobStore.open(vertx, new StoreConfig(url(), "", "", 2, "", 30, 2, 5), folder));
    }

    /** Under an id that is free again; its original is not where that of the former was. */
    private void bringAgain(JobStore jobs, FileId id, Path clip) throws IOException {
        String address = id + "/original-2";
        Files.createDirectories(folder.resolve("media").resolve(id.value()));
        Files.copy(clip, folder.resolve("media").resolve(address));
        Await.result(
                jobs.accept(id, new Upload("b.mp4", "video/mp4", Files.size(clip), address, "web"), Priority.DEFAULT));
    }

    @Test
    void whoWorkedOnADeletedVideoLeavesAloneTheOneThatHasItsIdNow() throws Exception {
        FileId id = accept(Clips.silent());
        String slot = slot();
        CountDownLatch held = publishedButNotCommitted(id);
        Await.result(jobs.end(id, Failure.DELETED.asException()));
        Await.result(jobs.remove(id));
        Vertx elsewhere = Vertx.vertx();
        JobStore other = open(elsewhere);
        try {
            bringAgain(other, id, Clips.silent());
            Topics theirs = new Topics(elsewhere.eventBus(), new SimpleMeterRegistry());
            String another = Await.result(
                    elsewhere.deployVerticle(new TranscodeVerticle(tools(elsewhere, other, theirs), "elsewhere")));
            Await.until("completed", () -> state(id) == JobState.COMPLETED);
            Await.result(elsewhere.undeploy(another));
            held.countDown();
            Await.until("withdrawn", () -> media(id).equals(List.of(attempt(id), "original", "original-2")));
            Await.result(vertx.undeploy(slot));
            assertEquals(
                    List.of("poster.jpg", "storyboard-1.jpg", "storyboard.vtt", "video.mp4"),
                    Web.names(folder.resolve("media").resolve(id.value()).resolve(attempt(id))));
            mark(id, 1);
            assertEquals(List.of(Announcement.STARTED + " 2000000 of 1"), lifecycle(id));
        } finally {
            Await.result(other.close());
            Await.result(elsewhere.close());
        }
    }

    @Test
    void aLateWordOfTheEndOfADeletedVideoDoesNotStopTheOneThatHasItsIdNow() throws Exception {
        FileId id = accept(Clips.silent());
        Await.result(jobs.end(id, Failure.DELETED.asException()));
        Await.result(jobs.remove(id));
        bringAgain(jobs, id, Clips.longSmall());
        slot();
        awaitFrames(id);
        for (int i = 0; i < 3; i++) {
            topics.publishChanged(id, JobState.FAILED);
        }
        Await.until("ended", () -> heardOf(id).stream().anyMatch(Announcement::isTerminal));
        assertEquals(
                List.of(Announcement.STARTED + " 4000000 of 1", Announcement.COMPLETED + " 5000000 of 1"),
                lifecycle(id));
    }
}
