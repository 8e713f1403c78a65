package io.reelbus.push;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final FileId ID = FileId.random();
    private static final Instant AT = Instant.EPOCH;
    private static final Job JOB = new Job(
            ID, JobState.PROCESSING, new Upload("a", "b", 1, "m", "web"), 5, AT, 1, Optional.empty(), Optional.empty());
    private static final JobEvent ACCEPTED = new JobEvent.Accepted(ID, Seq.ofEntry(1), AT);

    private final Replay replay = new Replay();

    private static JobEvent started(int entry) {
        return new JobEvent.Started(ID, Seq.ofEntry(entry), AT, entry - 1, Map.of());
    }

    private static JobEvent.Progress progress(int entry, int k) {
        return new JobEvent.Progress(ID, Seq.of(entry, k), AT, entry - 1, k, "m", Map.of());
    }

    private static JobEvent completed(int entry) {
        return new JobEvent.Completed(ID, Seq.ofEntry(entry), AT, 1, Map.of());
    }

    private static Story story(Optional<JobEvent.Progress> progress, JobEvent... journal) {
        return new Story(JOB, List.of(journal), progress);
    }

    /** As it comes from the bus: of a completion the event alone. */
    private static Announcement bus(JobEvent event) {
        List<Announcement> told = Announcement.of(event);
        return told.get(told.size() - 1);
    }

    private static List<Long> seqs(List<Telling> tellings) {
        return tellings.stream().map(Telling::seq).toList();
    }

    @Test
    void aStoryIsLoadedOnce() {
        Story story = story(Optional.of(progress(2, 5)), ACCEPTED, started(2));
        assertEquals(List.of(Seq.ofEntry(2), Seq.of(2, 5)), seqs(replay.load(story)));
        assertEquals(List.of(), replay.load(story));
    }

    @Test
    void whatWasHeardIsStaleAndASkippedEntryIsAGap() {
        replay.load(story(Optional.empty(), ACCEPTED, started(2)));
        assertEquals(Replay.Heard.STALE, replay.classify(bus(started(2))));
        assertEquals(Replay.Heard.NEW, replay.classify(bus(progress(2, 9))));
        assertEquals(Replay.Heard.NEW, replay.classify(bus(completed(3))));
        assertEquals(Replay.Heard.GAP, replay.classify(bus(completed(4))));
        assertEquals(Replay.Heard.GAP, replay.classify(bus(progress(3, 1))));
    }

    @Test
    void onlyTheLatestProgressIsReplayed() {
        replay.load(story(Optional.empty(), ACCEPTED, started(2)));
        replay.take(bus(progress(2, 1)));
        replay.take(bus(progress(2, 2)));
        assertEquals(List.of(Seq.ofEntry(2), Seq.of(2, 2)), seqs(replay.after(0)));
        replay.take(bus(started(3)));
        assertEquals(List.of(Seq.ofEntry(2), Seq.ofEntry(3)), seqs(replay.after(0)));
    }

    @Test
    void aCompletionIsToldWithItsTwinAndClosesTheStory() {
        replay.load(story(Optional.of(progress(2, 7)), ACCEPTED, started(2)));
        assertFalse(replay.isClosed());
        assertEquals(List.of(2_999_999L, 3_000_000L), seqs(replay.take(bus(completed(3)))));
        assertEquals(List.of(2_000_000L, 2_999_999L, 3_000_000L), seqs(replay.after(0)));
        assertTrue(replay.isClosed());
    }

    @Test
    void afterAPositionOnlyWhatIsAboveIsReplayed() {
        replay.load(story(Optional.empty(), ACCEPTED, started(2), completed(3)));
        assertEquals(List.of(2_999_999L, 3_000_000L), seqs(replay.after(2_000_000)));
        assertEquals(List.of(3_000_000L), seqs(replay.after(2_999_999)));
        assertEquals(List.of(), seqs(replay.after(3_000_000)));
    }

    @Test
    void anAcceptedFileIsKnownThoughNothingIsToldOfIt() {
        assertFalse(replay.isKnown());
        assertEquals(List.of(), replay.load(story(Optional.empty(), ACCEPTED)));
        assertTrue(replay.isKnown());
    }

    /** Bus and store in any interleaving, the bus losing, repeating and reordering: the store heals each gap. */
    @RepeatedTest(500)
    void everyLifecycleEventIsToldOnceWhateverTheBusDoes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<JobEvent> happened = new ArrayList<>(List.of(ACCEPTED));
        int attempts = 1 + random.nextInt(3);
        for (int entry = 2; entry < 2 + attempts; entry++) {
            happened.add(started(entry));
            for (int k = 1; k <= random.nextInt(6); k++) {
                happened.add(progress(entry, k));
            }
        }
        happened.add(completed(2 + attempts));

        List<Telling> told = new ArrayList<>();
        List<Announcement> inFlight = new ArrayList<>();
        for (int now = 1; now <= happened.size(); now++) {
            JobEvent event = happened.get(now - 1);
            if (!(event instanceof JobEvent.Accepted)) {
                int copies = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(2);
                for (int copy = 0; copy < copies; copy++) {
                    inFlight.add(bus(event));
                }
            }
            while (!inFlight.isEmpty() && random.nextBoolean()) {
                Announcement heard = inFlight.remove(random.nextInt(inFlight.size()));
                Replay.Heard kind = replay.classify(heard);
                if (kind == Replay.Heard.GAP) {
                    told.addAll(replay.load(snapshot(happened.subList(0, now))));
                } else if (kind == Replay.Heard.NEW) {
                    told.addAll(replay.take(heard));
                }
            }
        }
        told.addAll(replay.load(snapshot(happened)));

        List<Long> seqs = seqs(told);
        assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
        List<Long> lifecycle = told.stream()
                .filter(each -> !each.isConflatable())
                .map(Telling::seq)
                .toList();
        List<Long> expected = new ArrayList<>();
        happened.stream()
                .filter(each -> !(each instanceof JobEvent.Progress))
                .flatMap(each -> Announcement.of(each).stream())
                .forEach(each -> expected.add(each.seq()));
        assertEquals(expected, lifecycle);
        assertEquals(expected, seqs(replay.after(0)));
        assertTrue(replay.isClosed());
    }

    private static Story snapshot(List<JobEvent> happened) {
        List<JobEvent> journal = happened.stream()
                .filter(each -> !(each instanceof JobEvent.Progress))
                .toList();
        JobEvent last = happened.get(happened.size() - 1);
        return new Story(
                JOB, journal, last instanceof JobEvent.Progress latest ? Optional.of(latest) : Optional.empty());
    }
}
