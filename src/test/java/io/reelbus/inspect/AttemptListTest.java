package io.reelbus.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.job.AttemptReport;
import io.reelbus.job.AttemptReport.Run;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobState;
import io.reelbus.job.Upload;
import io.reelbus.store.Attempt;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptListTest {
    private static final Job JOB = new Job(
            new FileId("00000000-0000-0000-0000-000000000001"),
            JobState.PROCESSING,
            new Upload("a.mp4", "video/mp4", 1, "m", "hls"),
            5,
            Instant.EPOCH,
            2,
            Optional.empty(),
            Optional.empty());

    @Test
    void anAttemptThatIsOverShowsItsRunsAndWhatTheyCostTogether() {
        var runs = List.of(
                new Run("probe", List.of("-i", "/in"), 0.5, 0.25, 0, List.of()),
                new Run("transcode", List.of("-i", "/in", "/out"), 10, 20, 1, List.of("broken")));
        var attempt = new Attempt(
                1,
                "a/b/slot-1",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH.plusSeconds(11)),
                Optional.of("transcode_failed"),
                "it is\nbroken",
                new AttemptReport("5.1.6", runs));
        JsonObject expected = new JsonObject()
                .put("fileId", JOB.fileId().value())
                .put("state", "processing")
                .put("profile", "hls")
                .put(
                        "attempts",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("attempt", 1)
                                        .put("worker", "a/b/slot-1")
                                        .put("node", "a/b")
                                        .put("startedAt", "1970-01-01T00:00:00.000Z")
                                        .put("endedAt", "1970-01-01T00:00:11.000Z")
                                        .put("outcome", "transcode_failed")
                                        .put("ffmpeg", "5.1.6")
                                        .put("said", new JsonArray(List.of("it is", "broken")))
                                        .put("wallSeconds", 10.5)
                                        .put("cpuSeconds", 20.25)
                                        .put(
                                                "runs",
                                                new JsonArray()
                                                        .add(run(
                                                                "probe", List.of("-i", "/in"), 0.5, 0.25, 0, List.of()))
                                                        .add(run(
                                                                "transcode",
                                                                List.of("-i", "/in", "/out"),
                                                                10.0,
                                                                20.0,
                                                                1,
                                                                List.of("broken"))))));
        assertEquals(expected, AttemptList.of(JOB, List.of(attempt)));
    }

    private static JsonObject run(
            String step, List<String> arguments, double wall, double cpu, int exit, List<String> said) {
        return new JsonObject()
                .put("step", step)
                .put("arguments", new JsonArray(arguments))
                .put("wallSeconds", wall)
                .put("cpuSeconds", cpu)
                .put("exit", exit)
                .put("said", new JsonArray(said));
    }

    @Test
    void anAttemptUnderWayLeavesOutWhatIsNotKnown() {
        var attempt = new Attempt(
                2, "here/slot-1", Instant.EPOCH, Optional.empty(), Optional.empty(), "", AttemptReport.NONE);
        JsonObject json =
                AttemptList.of(JOB, List.of(attempt)).getJsonArray("attempts").getJsonObject(0);
        assertEquals(
                List.of("attempt", "worker", "node", "startedAt", "wallSeconds", "cpuSeconds", "runs"),
                List.copyOf(json.fieldNames()));
        assertEquals(new JsonArray(), json.getJsonArray("runs"));
    }
}
