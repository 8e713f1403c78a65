package io.reelbus.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoryTest {
    private static final FileId ID = FileId.random();
    private static final Instant AT = Instant.ofEpochMilli(1_000);
    private static final Job JOB = new Job(
            ID,
            JobState.QUEUED,
            new Upload("a.mp4", "video/mp4", 1, "m", "web"),
            5,
            AT,
            0,
            Optional.empty(),
            Optional.empty());
    private static final JobEvent ACCEPTED = new JobEvent.Accepted(ID, Seq.ofEntry(1), AT);
    private static final JobEvent STARTED = new JobEvent.Started(ID, Seq.ofEntry(2), AT, 1, Map.of());

    private static JobEvent.Progress progress(long seq) {
        return new JobEvent.Progress(ID, seq, AT, 1, 5, "m", Map.of());
    }

    @Test
    void aStoryWithoutItsAcceptanceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Story(JOB, List.of(), Optional.empty()));
    }

    @Test
    void seqIsTheNewestOfJournalAndProgress() {
        assertEquals(Seq.ofEntry(1), new Story(JOB, List.of(ACCEPTED), Optional.empty()).seq());
        var working = new Story(JOB, List.of(ACCEPTED, STARTED), Optional.of(progress(Seq.of(2, 8))));
        assertEquals(Seq.of(2, 8), working.seq());
        var overtaken = new Story(JOB, List.of(ACCEPTED, STARTED), Optional.of(progress(Seq.of(1, 8))));
        assertEquals(Seq.ofEntry(2), overtaken.seq());
    }

    @Test
    void aStoryIsClosedByItsLastEntryAlone() {
        var completed = new JobEvent.Completed(ID, Seq.ofEntry(3), AT, 1, Map.of());
        var failed = new JobEvent.Failed(ID, Seq.ofEntry(3), AT, 1, Failure.DELETED, "Gone.");
        assertFalse(new Story(JOB, List.of(ACCEPTED, STARTED), Optional.empty()).isClosed());
        assertTrue(new Story(JOB, List.of(ACCEPTED, STARTED, completed), Optional.empty()).isClosed());
        assertTrue(new Story(JOB, List.of(ACCEPTED, failed), Optional.empty()).isClosed());
    }

    @Test
    void aStoryKeepsItsJournalWhateverBecomesOfTheList() {
        List<JobEvent> list = new ArrayList<>(List.of(ACCEPTED));
        Story story = new Story(JOB, list, Optional.empty());
        list.add(STARTED);
        assertEquals(List.of(ACCEPTED), story.journal());
    }
}
