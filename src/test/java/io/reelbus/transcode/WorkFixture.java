package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.Await;
import io.reelbus.Clips;
import io.reelbus.Web;
import io.reelbus.bus.Announcement;
import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.Links;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Slots that take jobs, on a store and media of their own, and what is heard and left of them. */
abstract class WorkFixture {
    static final StoreConfig CONFIG = new StoreConfig("", "", "", 2, "", 30, 2, 5);

    final Vertx vertx = Vertx.vertx();
    final Topics topics = new Topics(vertx.eventBus(), new SimpleMeterRegistry());
    final List<Announcement> heard = new CopyOnWriteArrayList<>();
    JobStore jobs;
    CountDownLatch oneThread;
    WorkTools tools;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, CONFIG, folder));
        // One thread is left: what is written under leases is done in the order of asking.
        oneThread = holdUpLeases(3);
        tools = tools(vertx, jobs, topics);
    }

    WorkTools tools(Vertx vertx, JobStore jobs, Topics topics) {
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

    String slot() {
        return Await.result(vertx.deployVerticle(new TranscodeVerticle(tools, "slot")));
    }

    FileId accept(Path clip) throws IOException {
        FileId id = FileId.random();
        Path original = folder.resolve("media").resolve(id.value()).resolve("original");
        Files.createDirectories(original.getParent());
        Files.copy(clip, original);
        return accept(id, Files.size(clip));
    }

    FileId accept(FileId id, long size) {
        Await.result(topics.onEvents(id, heard::add));
        Await.result(
                jobs.accept(id, new Upload("a.mp4", "video/mp4", size, id + "/original", "web"), Priority.DEFAULT));
        return id;
    }

    Story story(FileId id) {
        return Await.result(jobs.story(id)).orElseThrow();
    }

    JobState state(FileId id) {
        return story(id).job().state();
    }

    /** The ffmpegs of this test that run. */
    List<ProcessHandle> ffmpegs() {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    List<String> scratch() throws IOException {
        return Web.names(folder.resolve("scratch"));
    }

    List<String> media(FileId id) throws IOException {
        return Web.names(folder.resolve("media").resolve(id.value()));
    }

    String url() {
        return "jdbc:h2:file:" + folder.toAbsolutePath().resolve("db").resolve("reelbus")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            assertEquals(1, sql.executeUpdate(statement));
        }
    }

    long fence(FileId id) throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select fence from job where file_id = '" + id + "'")) {
            assertTrue(row.next());
            return row.getLong(1);
        }
    }

    /** The folder of the attempt that has begun last. */
    String attempt(FileId id) throws SQLException {
        return Long.toString(fence(id));
    }

    void steal(FileId id) throws SQLException {
        sql("update job set fence = fence + 1, worker = 'thief' where file_id = '" + id + "'");
    }

    /** Everything that is written of a job. */
    String row(FileId id) throws SQLException {
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

    List<Announcement> heardOf(FileId id) {
        return heard.stream().filter(each -> each.fileId().equals(id.value())).toList();
    }

    List<String> lifecycle(FileId id) {
        return heardOf(id).stream()
                .filter(each -> !each.event().equals(Announcement.PROGRESS))
                .map(each ->
                        each.event() + " " + each.seq() + " of " + each.data().getInteger("attempt"))
                .toList();
    }

    void awaitFrames(FileId id) {
        Await.until(
                "frames are made",
                () -> heardOf(id).stream()
                        .anyMatch(each -> each.data()
                                .getJsonObject("metadata", new JsonObject())
                                .containsKey("frame")));
    }

    /** Publishes a word of the test's own: when it is heard, everything that was said before it has been. */
    void mark(FileId id, int attempt) {
        var marker = new JobEvent.Progress(id, Seq.of(99, 1), Instant.EPOCH, attempt, 0, "marker", Map.of());
        int before = heardOf(id).size();
        topics.publish(marker);
        Await.until("the marker", () -> heardOf(id).stream().skip(before).anyMatch(each -> each.seq() == marker.seq()));
    }

    /** Within an attempt percentages never fall and positions rise by one. */
    static void assertProgressRises(List<Announcement> events, int atLeast) {
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

    /** Holds up so many of the threads that write under leases, as a slow disk does, until the latch is counted down. */
    CountDownLatch holdUpLeases(int threads) {
        return holdUp("leases", threads);
    }

    /** The same of all threads that read and write media. */
    CountDownLatch holdUpMedia() {
        return holdUp("media", 8);
    }

    private CountDownLatch holdUp(String executor, int threads) {
        CountDownLatch latch = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            Future<?> unused = vertx.createSharedWorkerExecutor(executor)
                    .executeBlocking(
                            () -> {
                                latch.await();
                                return null;
                            },
                            false);
        }
        return latch;
    }
}
