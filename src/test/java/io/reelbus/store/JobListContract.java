package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the list of jobs must do, whatever database it is read from. */
abstract class JobListContract extends DatabaseContract {
    /** Accepted so many seconds after the year began. */
    private FileId acceptedAt(int second) {
        FileId id = accepted();
        createdAt(id, second);
        return id;
    }

    private void createdAt(FileId id, int second) {
        assertEquals(
                1,
                database.execute("update job set created_at = timestamp with time zone '2026-01-01 00:00:00.123+00'"
                        + " + interval '" + second + "' second where file_id = '" + id + "'"));
    }

    private Lease claimed() {
        return assertInstanceOf(Claim.Held.class, Await.result(jobs.claim("test", Set.of("web"))))
                .lease();
    }

    private static Selection first(int limit, JobState... states) {
        return new Selection(Set.of(states), Optional.empty(), limit);
    }

    private static List<FileId> ids(Page<Story> page) {
        return page.entries().stream().map(story -> story.job().fileId()).toList();
    }

    /** Reads page by page to the end. */
    private List<FileId> all(int limit, JobState... states) {
        List<FileId> read = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        do {
            Page<Story> page = Await.result(jobs.stories(new Selection(Set.of(states), after, limit)));
            assertTrue(page.entries().size() <= limit);
            read.addAll(ids(page));
            after = page.next();
        } while (after.isPresent());
        return read;
    }

    @Test
    void jobsAreListedFromTheNewestOnPageByPageWithoutHoleOrRepetition() {
        Set<FileId> together = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            together.add(acceptedAt(0));
        }
        FileId newest = accepted();
        List<FileId> read = all(10);
        assertEquals(newest, read.get(0));
        assertEquals(26, read.size());
        assertEquals(together, new HashSet<>(read.subList(1, 26)));
    }

    @Test
    void aPageThatTakesAllThatIsLeftIsTheLast() {
        for (int i = 0; i < 4; i++) {
            accepted();
        }
        Page<Story> half = Await.result(jobs.stories(first(2)));
        Page<Story> rest = Await.result(jobs.stories(new Selection(Set.of(), half.next(), 2)));
        assertEquals(2, rest.entries().size());
        assertEquals(Optional.empty(), rest.next());
        assertEquals(Optional.empty(), Await.result(jobs.stories(first(4))).next());
    }

    @Test
    void aListThatIsReadWhileJobsComeAndGoMissesAndRepeatsNoneThatStays() {
        List<FileId> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(acceptedAt(i));
        }
        Collections.reverse(ids);
        Page<Story> page = Await.result(jobs.stories(first(3)));
        assertEquals(ids.subList(0, 3), ids(page));
        // The one that the cursor names, one that was not read yet, and one more on top.
        Await.result(jobs.remove(ids.get(2)));
        Await.result(jobs.remove(ids.get(4)));
        acceptedAt(100);
        Page<Story> rest = Await.result(jobs.stories(new Selection(Set.of(), page.next(), 3)));
        assertEquals(List.of(ids.get(3), ids.get(5)), ids(rest));
    }

    @Test
    void onlyJobsInTheStatesThatAreAskedForAreListedTheNewestOfAllFirst() {
        FileId completed = accepted();
        assertTrue(Await.result(jobs.complete(claimed(), completed + "/1", Map.of(), AttemptReport.NONE))
                .isPresent());
        FileId processing = accepted();
        assertEquals(processing, claimed().fileId());
        FileId failed = accepted();
        Await.result(jobs.end(failed, Failure.CANCELED.asException()));
        FileId queued = accepted();
        FileId older = accepted();
        createdAt(completed, 4);
        createdAt(queued, 3);
        createdAt(failed, 2);
        createdAt(processing, 1);
        createdAt(older, 0);
        assertEquals(List.of(completed, queued, failed, processing, older), all(2));
        assertEquals(List.of(queued, older), all(1, JobState.QUEUED));
        assertEquals(List.of(failed, processing), all(1, JobState.PROCESSING, JobState.FAILED));
        assertEquals(
                List.of(completed, queued, failed, older),
                all(3, JobState.FAILED, JobState.QUEUED, JobState.COMPLETED));
        assertEquals(all(2), all(2, JobState.values()));
        assertEquals(List.of(processing), all(100, JobState.PROCESSING));
    }

    @Test
    void eachOfAPageIsTheStoryThatIsReadAlone() {
        FileId begun = accepted();
        Lease lease = claimed();
        var progress = new JobEvent.Progress(begun, Seq.of(2, 7), Instant.EPOCH, 1, 7.5, "Working", Map.of());
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress))));
        FileId waiting = accepted();
        List<Story> alone = Stream.of(waiting, begun)
                .map(id -> Await.result(jobs.story(id)).orElseThrow())
                .toList();
        createdAt(begun, 0);
        assertEquals(List.of(waiting, begun), all(10));
        assertEquals(
                alone.get(0), Await.result(jobs.stories(first(10))).entries().get(0));
        assertEquals(
                alone.get(1).progress(),
                Await.result(jobs.stories(first(10))).entries().get(1).progress());
    }

    @Test
    void forOperatorsAJobTellsWhoWorksOnItHowFarItIsAndHowItEnded() {
        FileId failing = accepted();
        Lease lease = claimed();
        var progress = new JobEvent.Progress(failing, Seq.of(2, 7), Instant.EPOCH, 1, 7.5, "Working", Map.of());
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress))));
        Listed working = listed(JobState.PROCESSING).get(0);
        assertEquals(failing, working.job().fileId());
        assertEquals(Optional.of("test"), working.worker());
        assertEquals(7.5, working.progress().orElseThrow().percent());
        assertInstanceOf(JobEvent.Started.class, working.last());
        assertTrue(
                Await.result(jobs.end(failing, Failure.CANCELED.asException())).isPresent());
        FileId waiting = accepted();
        assertEquals(waiting, listed(JobState.QUEUED).get(0).job().fileId());
        assertEquals(List.of(), listed(JobState.PROCESSING));
        Listed failed = listed(JobState.FAILED).get(0);
        assertEquals(failing, failed.job().fileId());
        assertEquals(
                Failure.CANCELED,
                assertInstanceOf(JobEvent.Failed.class, failed.last()).failure());
    }

    private List<Listed> listed(JobState state) {
        return Await.result(jobs.list(first(10, state))).entries();
    }
}
