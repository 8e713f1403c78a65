package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Web;
import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.Links;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Slots at work on a store, a bus and an ffmpeg that are real; nobody rings the bell here. */
@Timeout(120)
class WorkIT {
    private static final StoreConfig CONFIG = new StoreConfig("", "", "", 2, "", 30, 2, 5);

    private final Vertx vertx = Vertx.vertx();
    private final Topics topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
    private final List<Announcement> heard = new CopyOnWriteArrayList<>();
    private JobStore jobs;
    private CountDownLatch oneThread;
    private WorkTools tools;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, CONFIG, folder));
        // One thread is left: what is written under leases is done in the order of asking.
        oneThread = holdUpLeases(3);
        tools = tools(vertx, jobs, topics);
    }

    private WorkTools tools(Vertx vertx, JobStore jobs, Topics topics) {
        return new WorkTools(
                vertx,
                jobs,
                Await.result(DirectoryStore.open(vertx, folder.resolve("media"))),
                topics,
                new Links(""),
                new Transcoder(vertx, TranscodeConfig.DEFAULTS, Clips.ffmpeg()),
                TestProfiles.ALL,
                Await.result(Scratch.open(vertx, folder.resolve("scratch"))),
                CONFIG.leaseSeconds(),
                new Draining(),
                new WorkMeters(new SimpleMeterRegistry(), 1),
                Set.of("web"));
    }

    @AfterEach
    void close() {
        Await.result(
                Future.join(vertx.deploymentIDs().stream().map(vertx::undeploy).toList()));
        oneThread.countDown();
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    private String slot() {
        return Await.result(vertx.deployVerticle(new TranscodeVerticle(tools, "slot")));
    }

    private FileId accept(Path clip) throws IOException {
        FileId id = FileId.random();
        Path original = folder.resolve("media").resolve(id.value()).resolve("original");
        Files.createDirectories(original.getParent());
        Files.copy(clip, original);
        return accept(id, Files.size(clip));
    }

    private FileId accept(FileId id, long size) {
        Await.result(topics.onEvents(id, heard::add));
        Await.result(
                jobs.accept(id, new Upload("a.mp4", "video/mp4", size, id + "/original", "web"), Priority.DEFAULT));
        return id;
    }

    private Story story(FileId id) {
        return Await.result(jobs.story(id)).orElseThrow();
    }

    private JobState state(FileId id) {
        return story(id).job().state();
    }

    /** The ffmpegs of this test that run. */
    private List<ProcessHandle> ffmpegs() {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private List<String> scratch() throws IOException {
        return Web.names(folder.resolve("scratch"));
    }

    private List<String> media(FileId id) throws IOException {
        return Web.names(folder.resolve("media").resolve(id.value()));
    }

    private String url() {
        return "jdbc:h2:file:" + folder.toAbsolutePath().resolve("db").resolve("reelbus")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            assertEquals(1, sql.executeUpdate(statement));
        }
    }

    private long fence(FileId id) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select fence from job where file_id = '" + id + "'")) {
            assertTrue(row.next());
            return row.getLong(1);
        }
    }

    /** The folder of the attempt that has begun last. */
    private String attempt(FileId id) throws SQLException {
        return Long.toString(fence(id));
    }

    private void steal(FileId id) throws SQLException {
        sql("update job set fence = fence + 1, worker = 'thief' where file_id = '" + id + "'");
    }

    /** Everything that is written of a job. */
    private String row(FileId id) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select job.*, (select count(*) from journal j where j.file_id ="
                        + " job.file_id) from job where file_id = '" + id + "'")) {
            assertTrue(row.next());
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                text.append(row.getMetaData().getColumnName(i))
                        .append('=')
                        .append(row.getString(i))
                        .append('\n');
            }
            return text.toString();
        }
    }

    private List<Announcement> heardOf(FileId id) {
        return heard.stream().filter(each -> each.fileId().equals(id.value())).toList();
    }

    private List<String> lifecycle(FileId id) {
        return heardOf(id).stream()
                .filter(each -> !each.event().equals(Announcement.PROGRESS))
                .map(each ->
                        each.event() + " " + each.seq() + " of " + each.data().getInteger("attempt"))
                .toList();
    }

    private void awaitFrames(FileId id) {
        Await.until(
                "frames are made",
                () -> heardOf(id).stream()
                        .anyMatch(each -> each.data()
                                .getJsonObject("metadata", new JsonObject())
                                .containsKey("frame")));
    }

    /** Publishes a word of the test's own: when it is heard, everything that was said before it has been. */
    private void mark(FileId id, int attempt) {
        var marker = new JobEvent.Progress(id, Seq.of(99, 1), Instant.EPOCH, attempt, 0, "marker", Map.of());
        int before = heardOf(id).size();
        topics.publish(marker);
        Await.until("the marker", () -> heardOf(id).stream().skip(before).anyMatch(each -> each.seq() == marker.seq()));
    }

    /** Within an attempt percentages never fall and positions rise by one. */
    private static void assertProgressRises(List<Announcement> events, int atLeast) {
        Announcement last = null;
        int seen = 0;
        for (Announcement each : events) {
            if (each.event().equals(Announcement.PROGRESS)) {
                assertEquals(last.seq() + 1, each.seq());
                assertEquals(last.data().getInteger("attempt"), each.data().getInteger("attempt"));
                double percent = each.data().getDouble("progress");
                assertTrue(percent >= last.data().getDouble("progress", 0.0), each + " after " + last);
                assertTrue(percent < 100, each.toString());
                seen++;
            }
            last = each;
        }
        assertTrue(seen >= atLeast, seen + " progress events");
    }

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

    /** Holds up so many of the threads that write under leases, as a slow disk does, until the latch is counted down. */
    private CountDownLatch holdUpLeases(int threads) {
        CountDownLatch latch = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            Future<?> unused = vertx.createSharedWorkerExecutor("leases")
                    .executeBlocking(
                            () -> {
                                latch.await();
                                return null;
                            },
                            false);
        }
        return latch;
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
}
