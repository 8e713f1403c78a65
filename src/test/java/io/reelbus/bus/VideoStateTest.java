package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VideoStateTest {
    private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final FileId FILE = new FileId(ID);
    private static final Upload UPLOAD =
            new Upload("a \"b\".mp4", "video/mp4", 5_000_000_000L, "secret/address", "web");
    private static final JobEvent ACCEPTED = new JobEvent.Accepted(FILE, Seq.ofEntry(1), at(0));

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    private static JobEvent started(int entry, int attempt) {
        return new JobEvent.Started(FILE, Seq.ofEntry(entry), at(entry), attempt, Map.of("filename", "a"));
    }

    private static Optional<JobEvent.Progress> progress(int entry, int k, int attempt, double percent) {
        return Optional.of(new JobEvent.Progress(
                FILE, Seq.of(entry, k), at(10 + k), attempt, percent, "Transcoding", Map.of("step", "transcode")));
    }

    private static JsonObject of(
            JobState state, int attempt, Optional<JobEvent.Progress> progress, JobEvent... journal) {
        Job job = new Job(FILE, state, UPLOAD, 5, at(0), attempt, Optional.empty(), Optional.empty());
        return VideoState.of(new Story(job, List.of(journal), progress));
    }

    /** What every state says, with this status and seq; {@code more} is what only some say. */
    private static void assertState(String status, long seq, JsonObject more, JsonObject state) {
        JsonObject expected = new JsonObject()
                .put("videoId", ID)
                .put("fileId", ID)
                .put("status", status)
                .put("priority", 5)
                .put("filename", "a \"b\".mp4")
                .put("size", 5_000_000_000L)
                .put("mimeType", "video/mp4")
                .put("profile", "web")
                .put("createdAt", "1970-01-01T00:00:00.000Z")
                .put("seq", seq)
                .mergeIn(more);
        // Both as they are read from the wire: there a number is a number.
        assertEquals(new JsonObject(expected.encode()), new JsonObject(state.encode()));
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    @Test
    void aQueuedVideoHasMadeNoProgress() {
        assertState("queued", 1_000_000, json("{'progress':0}"), of(JobState.QUEUED, 0, Optional.empty(), ACCEPTED));
    }

    @Test
    void aVideoWhoseWorkHasJustBegunSaysWhichAttemptItIs() {
        assertState(
                "processing",
                2_000_000,
                json("{'progress':0,'attempt':1,'timestamp':'1970-01-01T00:00:02.000Z'}"),
                of(JobState.PROCESSING, 1, Optional.empty(), ACCEPTED, started(2, 1)));
    }

    @Test
    void aVideoInWorkSaysItsLatestProgress() {
        assertState(
                "processing",
                2_000_007,
                json("{'progress':42.5,'message':'Transcoding','metadata':{'step':'transcode'},'attempt':1,"
                        + "'timestamp':'1970-01-01T00:00:17.000Z'}"),
                of(JobState.PROCESSING, 1, progress(2, 7, 1, 42.5), ACCEPTED, started(2, 1)));
    }

    @Test
    void aVideoThatWaitsForItsNextAttemptIsQueuedWhereItStopped() {
        assertState(
                "queued",
                2_000_007,
                json("{'progress':42,'message':'Transcoding','metadata':{'step':'transcode'},'attempt':1,"
                        + "'timestamp':'1970-01-01T00:00:17.000Z'}"),
                of(JobState.QUEUED, 1, progress(2, 7, 1, 42), ACCEPTED, started(2, 1)));
    }

    @Test
    void aSecondStartBeginsAtZeroAgain() {
        assertState(
                "processing",
                3_000_000,
                json("{'progress':0,'attempt':2,'timestamp':'1970-01-01T00:00:03.000Z'}"),
                of(JobState.PROCESSING, 2, Optional.empty(), ACCEPTED, started(2, 1), started(3, 2)));
    }

    @Test
    void progressOfASecondAttemptIsThatOfTheSecond() {
        assertState(
                "processing",
                3_000_001,
                json("{'progress':3,'message':'Transcoding','metadata':{'step':'transcode'},'attempt':2,"
                        + "'timestamp':'1970-01-01T00:00:11.000Z'}"),
                of(JobState.PROCESSING, 2, progress(3, 1, 2, 3), ACCEPTED, started(2, 1), started(3, 2)));
    }

    @Test
    void aCompletedVideoIsAtAHundredAndHasItsResult() {
        JobEvent completed = new JobEvent.Completed(FILE, Seq.ofEntry(3), at(3), 1, Map.of("duration", 2.5));
        assertState(
                "completed",
                3_000_000,
                json("{'progress':100,'message':'Completed','attempt':1,'result':{'duration':2.5},"
                        + "'timestamp':'1970-01-01T00:00:03.000Z'}"),
                of(JobState.COMPLETED, 1, Optional.empty(), ACCEPTED, started(2, 1), completed));
    }

    @Test
    void aFailedVideoSaysWhy() {
        JobEvent failed = new JobEvent.Failed(FILE, Seq.ofEntry(3), at(3), 1, Failure.TRANSCODE_FAILED, "It broke.");
        assertState(
                "failed",
                3_000_000,
                json("{'progress':0,'attempt':1,'error':'It broke.','timestamp':'1970-01-01T00:00:03.000Z'}")
                        .put("code", Failure.TRANSCODE_FAILED.code()),
                of(JobState.FAILED, 1, Optional.empty(), ACCEPTED, started(2, 1), failed));
    }

    @Test
    void aVideoThatFailedBeforeItsFirstAttemptNamesNone() {
        JobEvent failed = new JobEvent.Failed(FILE, Seq.ofEntry(2), at(2), 0, Failure.DELETED, "It was deleted.");
        assertState(
                "failed",
                2_000_000,
                json("{'progress':0,'error':'It was deleted.','timestamp':'1970-01-01T00:00:02.000Z'}")
                        .put("code", Failure.DELETED.code()),
                of(JobState.FAILED, 0, Optional.empty(), ACCEPTED, failed));
    }

    @Test
    void aRepetitionNamesWhatItRepeats() {
        FileId failed = FileId.random();
        Job job = new Job(FILE, JobState.QUEUED, UPLOAD, 5, at(0), 0, Optional.empty(), Optional.of(failed));
        JsonObject state = VideoState.of(new Story(job, List.of(ACCEPTED), Optional.empty()));
        assertEquals(failed.value(), state.getString("retryOf"));
    }
}
