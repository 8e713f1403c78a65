package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.reelbus.store.Claim;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real store, and a cluster of which a test says who is in it and answers. */
class UnservedJobsTest {
    private static final JsonObject SILENT = new JsonObject();

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path folder;

    private static JobStore jobs;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Warnings warnings = new Warnings();
    private final Map<String, JsonObject> others = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<FileId> accepted = new ArrayList<>();
    private long now;
    private UnservedJobs unserved;

    @BeforeAll
    static void openStore() {
        var config = ConfigLoader.load(null, Map.of());
        jobs = Await.result(JobStore.open(VERTX, config.store(), folder));
    }

    @AfterAll
    static void closeStore() {
        Await.result(jobs.close());
        Await.result(VERTX.close());
    }

    @BeforeEach
    void open() {
        var board = new ProfileBoard(
                worker("web"),
                () -> List.copyOf(others.keySet()),
                id -> {
                    asked.add(id);
                    return others.get(id).isEmpty()
                            ? Future.failedFuture(new IllegalStateException("silent"))
                            : Future.succeededFuture(others.get(id));
                },
                () -> now);
        unserved = new UnservedJobs(board, jobs, failed -> {}, registry);
        warnings.listen();
    }

    @AfterEach
    void close() {
        warnings.close();
        accepted.forEach(id -> assertTrue(Await.result(jobs.remove(id)).isPresent()));
    }

    private static NodeProfiles worker(String... served) {
        return new NodeProfiles(
                true,
                Arrays.stream(served)
                        .map(name -> new ProfileOffer(name, "", List.of()))
                        .toList());
    }

    private void accepted(String profile) {
        var upload = new Upload("a.mp4", "video/mp4", 1, "m", profile);
        FileId id = FileId.random();
        Await.result(jobs.accept(id, upload, Priority.DEFAULT));
        accepted.add(id);
    }

    /** Looks at a time at which all would be asked anew, and gives what operators are told. */
    private double look() {
        now += TimeUnit.SECONDS.toNanos(10);
        Await.result(unserved.look());
        return registry.get("reelbus.jobs.unserved").gauge().value();
    }

    private JsonObject health() {
        return Await.result(unserved.check().look().get());
    }

    private List<String> told() {
        return warnings.heard();
    }

    @Test
    void whatNobodyServesIsWarnedOfOnceCountedAndSaidInTheHealth() {
        accepted("web");
        assertEquals(0, look());
        assertEquals(new JsonObject(), health());
        accepted("gone");
        accepted("gone");
        assertEquals(2, look());
        assertEquals(2, look());
        assertEquals(
                new JsonObject()
                        .put("unserved", new JsonObject().put("gone", 2L))
                        .put("detail", "Jobs wait for a profile that no node serves: gone."),
                health());
        assertEquals(1, told().size(), told()::toString);
        assertTrue(told().get(0).contains("jobs wait for a profile that no node serves"), told()::toString);
        accepted("other");
        assertEquals(3, look());
        assertEquals(2, told().size(), told()::toString);
    }

    @Test
    void aWorkerThatComesAndServesItEndsTheWarningAndItsLeavingWarnsAnew() {
        accepted("hls");
        assertEquals(1, look());
        others.put("a", worker("hls").toJson());
        assertEquals(0, look());
        assertEquals(new JsonObject(), health());
        others.remove("a");
        assertEquals(1, look());
        assertEquals(2, told().size(), told()::toString);
    }

    @Test
    void whatASilentWorkerLeavesWaitsAgainOnlyWhereNobodyServesIt() throws SQLException {
        others.put("a", worker("hls").toJson());
        accepted("hls");
        FileId id = accepted.get(0);
        assertInstanceOf(Claim.Held.class, Await.result(jobs.claim("killed", Set.of("hls"))));
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:"
                        + folder.toAbsolutePath().resolve("db/reelbus") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
                Statement sql = connection.createStatement()) {
            assertEquals(
                    1,
                    sql.executeUpdate(
                            "update job set lease_until = current_timestamp - interval '1' second where file_id = '"
                                    + id + "'"));
        }
        assertEquals(0, look());
        assertEquals(
                JobState.PROCESSING, Await.result(jobs.job(id)).orElseThrow().state());
        others.remove("a");
        assertEquals(1, look());
        assertEquals(JobState.QUEUED, Await.result(jobs.job(id)).orElseThrow().state());
        assertEquals(1, look());
    }

    @Test
    void othersAreAskedOnlyWhereSomethingWaitsThatNoneIsKnownToServe() {
        others.put("a", worker("hls").toJson());
        accepted("web");
        assertEquals(0, look());
        assertEquals(List.of(), asked);
        accepted("hls");
        assertEquals(0, look());
        assertEquals(0, look());
        assertEquals(List.of("a"), asked);
        others.remove("a");
        assertEquals(1, look());
        others.put("b", worker("hls").toJson());
        assertEquals(0, look());
        assertEquals(List.of("a", "b"), asked);
    }

    @Test
    void aWorkerThatFallsSilentStillServesWhatItServed() {
        accepted("hls");
        others.put("a", worker("hls").toJson());
        assertEquals(0, look());
        others.put("a", SILENT);
        assertEquals(0, look());
        assertEquals(List.of(), told());
    }

    @Test
    void aNodeThatWasNeverHeardMayServeWhatNobodyElseDoes() {
        accepted("hls");
        others.put("a", SILENT);
        assertEquals(Double.NaN, look());
        assertEquals(new JsonObject(), health());
        assertEquals(List.of(), told());
        others.put("a", new NodeProfiles(false, worker("hls").offers()).toJson());
        assertEquals(1, look(), "one that is no worker serves nothing");
    }

    @Test
    void whileTheStoreDoesNotAnswerNothingIsClaimed() {
        accepted("hls");
        assertEquals(1, look());
        Await.result(jobs.close());
        assertEquals(Double.NaN, look());
        assertEquals(1, told().size(), told()::toString);
        openStore();
    }
}
