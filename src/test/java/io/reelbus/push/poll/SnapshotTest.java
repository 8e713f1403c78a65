package io.reelbus.push.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.bus.Announcement;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final FileId ID = FileId.random();
    private static final JobEvent ACCEPTED = new JobEvent.Accepted(ID, Seq.ofEntry(1), Instant.EPOCH);
    private static final JobEvent STARTED =
            new JobEvent.Started(ID, Seq.ofEntry(2), Instant.EPOCH, 1, Map.of("filename", "a"));

    private static JobEvent.Progress progress(int k) {
        return new JobEvent.Progress(ID, Seq.of(2, k), Instant.EPOCH, 1, k, "at " + k, Map.of());
    }

    private static List<Announcement> told(JobEvent... events) {
        List<Announcement> told = new ArrayList<>();
        for (JobEvent event : events) {
            told.addAll(Announcement.of(event));
        }
        return told;
    }

    private static Snapshot snapshot(Optional<JobEvent.Progress> progress, List<Announcement> told) {
        Job job = new Job(
                ID,
                JobState.PROCESSING,
                new Upload("a.mp4", "video/mp4", 5, "m", "web"),
                5,
                Instant.EPOCH,
                1,
                Optional.empty(),
                Optional.empty());
        return new Snapshot(new Story(job, List.of(ACCEPTED, STARTED), progress), told);
    }

    private static List<Long> positions(Snapshot snapshot, long after) {
        return snapshot.events(after).stream()
                .map(each -> ((JsonObject) each).getJsonObject("data").getLong("seq"))
                .toList();
    }

    @Test
    void whatWasToldIsNewerThanTheStore() {
        Snapshot snapshot = snapshot(Optional.of(progress(3)), told(progress(2), progress(5), progress(9)));
        assertEquals(2_000_009, snapshot.seq());
        assertEquals(9, snapshot.state().getValue("progress"));
        assertEquals("at 9", snapshot.state().getString("message"));
        assertFalse(snapshot.isClosed());
    }

    @Test
    void whatTheStoreKnowsAlreadyIsNotTakenBack() {
        Snapshot snapshot = snapshot(Optional.of(progress(3)), told(progress(2)));
        assertEquals(2_000_003, snapshot.seq());
        assertEquals(3, snapshot.state().getValue("progress"));
    }

    @Test
    void ofProgressTheLatestIsAnEventAndOfTheLifecycleAll() {
        assertEquals(
                List.of(2_000_000L, 2_000_009L),
                positions(snapshot(Optional.of(progress(3)), told(progress(5), progress(9))), 0));
        JobEvent completed = new JobEvent.Completed(ID, Seq.ofEntry(3), Instant.EPOCH, 1, Map.of());
        Snapshot over = snapshot(Optional.of(progress(3)), told(progress(5), completed));
        assertEquals(List.of(2_000_000L, 2_999_999L, 3_000_000L), positions(over, 0));
        assertTrue(over.isClosed());
        assertEquals("completed", over.state().getString("status"));
        assertEquals(100, over.state().getValue("progress"));
    }

    @Test
    void onlyWhatIsAboveThePositionIsAnEvent() {
        Snapshot snapshot = snapshot(Optional.of(progress(3)), told(progress(5)));
        assertEquals(List.of(2_000_005L), positions(snapshot, 2_000_000));
        assertEquals(List.of(), positions(snapshot, 2_000_005));
        assertEquals(List.of(), positions(snapshot(Optional.empty(), List.of()), 2_000_000));
    }
}
