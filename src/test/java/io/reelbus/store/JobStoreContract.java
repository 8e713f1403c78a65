package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Seq;
import io.reelbus.job.Story;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every store of jobs must do, whatever database it stands on. */
abstract class JobStoreContract extends DatabaseContract {
    private static final Upload UPLOAD =
            new Upload("Ünïcode \"1\".mp4", "video/mp4", 5_000_000_000L, "a/original", "web");

    /** Runs SQL at the side of the store, which changes one row. */
    private void sql(String statement) {
        assertEquals(1, database.execute(statement));
    }

    @Override
    protected FileId accepted() {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, UPLOAD, Priority.DEFAULT));
        return id;
    }

    private Lease claimed() {
        return assertInstanceOf(Claim.Held.class, claim()).lease();
    }

    private Claim claim() {
        return Await.result(jobs.claim("test", Set.of("web")));
    }

    private Story story(FileId id) {
        return Await.result(jobs.story(id)).orElseThrow();
    }

    private void expire(FileId id) {
        sql("update job set lease_until = current_timestamp - interval '1' second where file_id = '" + id + "'");
    }

    private void endPause(FileId id) {
        sql("update job set not_before = current_timestamp - interval '1' second where file_id = '" + id + "'");
    }

    private static JobEvent.Progress progress(Lease lease, int k) {
        return new JobEvent.Progress(
                lease.fileId(),
                Seq.of(Seq.entry(lease.started().seq()), k),
                Instant.ofEpochMilli(1_700_000_000_123L + k),
                lease.attempt(),
                k + 0.5,
                "Working...",
                Map.of("step", "transcode"));
    }

    @Test
    void everyJobCanBeClaimedTheMomentItIsAcceptedAndTheMomentItIsGivenBack() {
        for (int i = 0; i < 300; i++) {
            FileId id = accepted();
            Await.result(jobs.release(claimed(), AttemptReport.NONE));
            assertEquals(id, claimed().fileId());
            Await.result(jobs.remove(id));
        }
    }

    @Test
    void aLeaseThatIsGivenBackCountsAsNothingHoweverOften() {
        FileId id = accepted();
        for (int i = 1; i <= 2 * TestDatabase.MAX_LOST_LEASES; i++) {
            Lease lease = claimed();
            assertEquals(i, lease.attempt());
            assertTrue(Await.result(jobs.release(lease, AttemptReport.NONE)));
            assertFalse(Await.result(jobs.release(lease, AttemptReport.NONE)));
            assertEquals(JobState.QUEUED, story(id).job().state());
            endPause(id);
        }
    }

    @Test
    void anAcceptedJobIsQueuedAndItsStoryBegins() {
        FileId id = accepted();
        Story story = story(id);
        assertEquals(JobState.QUEUED, story.job().state());
        assertEquals(UPLOAD, story.job().upload());
        assertEquals(0, story.job().attempt());
        assertEquals(Optional.empty(), story.job().output());
        assertEquals(
                List.of(new JobEvent.Accepted(id, Seq.ofEntry(1), story.job().createdAt())), story.journal());
        assertEquals(Optional.empty(), story.progress());
        assertEquals(Optional.of(story.job()), Await.result(jobs.job(id)));
    }

    @Test
    void aSecondAcceptOfOneIdFailsAndChangesNothing() {
        FileId id = accepted();
        Story before = story(id);
        Upload other = new Upload("other.mp4", "video/webm", 1, "elsewhere", "web");
        assertThrows(RuntimeException.class, () -> Await.result(jobs.accept(id, other, Priority.DEFAULT)));
        assertEquals(before, story(id));
    }

    @Test
    void nothingIsKnownOfAnIdThatWasNeverAccepted() {
        FileId id = FileId.random();
        assertTrue(Await.result(jobs.story(id)).isEmpty());
        assertTrue(Await.result(jobs.job(id)).isEmpty());
        assertTrue(Await.result(jobs.end(id, Failure.DELETED.asException())).isEmpty());
        Await.result(jobs.remove(id));
    }

    @Test
    void anEmptyQueueGivesNothing() {
        assertEquals(Claim.NOTHING, claim());
    }

    @Test
    void aClaimBeginsTheFirstAttempt() {
        FileId id = accepted();
        Lease lease = claimed();
        assertEquals(id, lease.fileId());
        assertEquals(1, lease.attempt());
        assertEquals(UPLOAD, lease.upload());
        assertEquals(Seq.ofEntry(2), lease.started().seq());
        assertEquals(
                List.of("filename", "mimeType", "size"),
                List.copyOf(lease.started().metadata().keySet()));
        assertEquals(JobState.PROCESSING, story(id).job().state());
        assertEquals(lease.started(), story(id).journal().get(1));
        assertEquals(Claim.NOTHING, claim());
    }

    @Test
    void theOldestIsClaimedFirst() {
        List<FileId> ids = IntStream.range(0, 5).mapToObj(i -> accepted()).toList();
        for (int i = 0; i < 5; i++) {
            sql("update job set created_at = created_at - interval '" + (50 - i) + "' second where file_id = '"
                    + ids.get(i) + "'");
        }
        assertEquals(
                ids, IntStream.range(0, 5).mapToObj(i -> claimed().fileId()).toList());
    }

    @Test
    void aHigherPriorityGoesBeforeAnOlderJob() {
        accepted();
        FileId urgent = accepted();
        sql("update job set priority = 9 where file_id = '" + urgent + "'");
        assertEquals(urgent, claimed().fileId());
    }

    @Test
    void noJobIsClaimedTwiceByEightClaimersAtOnce() {
        Set<FileId> ids = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ids.add(accepted());
        }
        List<Future<List<FileId>>> claimers = IntStream.range(0, 8)
                .mapToObj(i -> claimAll("claimer-" + i, new ArrayList<>()))
                .toList();
        Await.result(Future.all(claimers));
        List<FileId> all =
                claimers.stream().flatMap(each -> each.result().stream()).toList();
        assertEquals(200, all.size());
        assertEquals(ids, Set.copyOf(all));
    }

    private Future<List<FileId>> claimAll(String worker, List<FileId> got) {
        return jobs.claim(worker, Set.of("web")).compose(claim -> {
            if (claim instanceof Claim.Held held) {
                got.add(held.lease().fileId());
                return claimAll(worker, got);
            }
            return Future.succeededFuture(got);
        });
    }

    @Test
    void anExpiredLeaseIsTakenOverAndTheOldWorkerCanWriteNothing() {
        FileId id = accepted();
        Lease old = claimed();
        assertTrue(Await.result(jobs.heartbeat(old, Optional.of(progress(old, 3)))));
        expire(id);
        Lease next = claimed();
        assertEquals(id, next.fileId());
        assertEquals(old.attempt() + 1, next.attempt());
        assertEquals(old.fence() + 1, next.fence());
        assertEquals(Seq.ofEntry(3), next.started().seq());
        Story story = story(id);
        assertEquals(3, story.journal().size());
        assertEquals(next.started(), story.journal().get(2));
        assertEquals(Optional.empty(), story.progress());

        assertFalse(Await.result(jobs.heartbeat(old, Optional.of(progress(old, 4)))));
        assertTrue(Await.result(jobs.complete(old, "b/1", Map.of(), AttemptReport.NONE))
                .isEmpty());
        assertEquals(
                Failing.LEASE_LOST,
                Await.result(jobs.fail(old, Failure.NOT_A_VIDEO.asException(), AttemptReport.NONE)));
        assertEquals(story, story(id));
        assertTrue(Await.result(jobs.heartbeat(next, Optional.empty())));
    }

    @Test
    void aLeaseRunsOutByTheClockOfTheDatabase() {
        reopen(3, TestDatabase.MAX_FAILURES);
        accepted();
        long from = System.nanoTime();
        Lease first = claimed();
        List<Lease> second = new ArrayList<>();
        Await.until("taken over", () -> {
            if (claim() instanceof Claim.Held held) {
                second.add(held.lease());
            }
            return !second.isEmpty();
        });
        assertTrue(System.nanoTime() - from > 2_900_000_000L);
        assertEquals(first.fence() + 1, second.get(0).fence());
    }

    @Test
    void aHeartbeatExtendsTheLease() {
        FileId id = accepted();
        Lease lease = claimed();
        expire(id);
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.empty())));
        assertEquals(Claim.NOTHING, claim());
    }

    @Test
    void leasesOfMinutesCanBeClaimed() {
        reopen(300, 100);
        FileId id = accepted();
        Lease lease = claimed();
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.empty())));
        sql("update job set failures = 20 where file_id = '" + id + "'");
        var again = assertInstanceOf(
                Failing.Again.class,
                Await.result(jobs.fail(lease, Failure.TRANSCODE_FAILED.asException(), AttemptReport.NONE)));
        assertEquals(256, again.pause().toSeconds());
        assertEquals(Claim.NOTHING, claim());
    }

    @Test
    void progressRidesOnTheHeartbeatAndGoesWithTheNextEntry() {
        FileId id = accepted();
        Lease lease = claimed();
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress(lease, 7)))));
        assertEquals(Optional.of(progress(lease, 7)), story(id).progress());
        assertEquals(Seq.of(2, 7), story(id).seq());
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.empty())));
        assertEquals(Optional.of(progress(lease, 7)), story(id).progress());
        Await.result(jobs.complete(lease, "a/1", Map.of(), AttemptReport.NONE));
        assertEquals(Optional.empty(), story(id).progress());
        assertEquals(Seq.ofEntry(3), story(id).seq());
    }

    @Test
    void aCompletedJobNamesItsOutputAndIsFinal() {
        FileId id = accepted();
        Lease lease = claimed();
        Map<String, Object> result = Map.of("duration", 2.5, "outputs", List.of(Map.of("name", "video.mp4")));
        var completed = Await.result(jobs.complete(lease, "a/1", result, AttemptReport.NONE))
                .orElseThrow();
        assertEquals(Seq.ofEntry(3), completed.seq());
        assertEquals(1, completed.attempt());
        assertEquals(completed, story(id).journal().get(2));
        assertEquals(JobState.COMPLETED, story(id).job().state());
        assertEquals(Optional.of("a/1"), story(id).job().output());
        assertTrue(Await.result(jobs.complete(lease, "a/2", result, AttemptReport.NONE))
                .isEmpty());
        assertFalse(Await.result(jobs.heartbeat(lease, Optional.empty())));
        assertEquals(
                Failing.LEASE_LOST,
                Await.result(jobs.fail(lease, Failure.TIMED_OUT.asException(), AttemptReport.NONE)));
        assertTrue(Await.result(jobs.end(id, Failure.DELETED.asException())).isEmpty());
        assertEquals(Optional.of("a/1"), story(id).job().output());
        assertEquals(3, story(id).journal().size());
    }

    @Test
    void aRetryableFailureWaitsBeforeItsNextAttemptAndTheThirdIsFinal() {
        FileId id = accepted();
        for (int attempt = 1; attempt <= 2; attempt++) {
            Lease lease = claimed();
            assertEquals(attempt, lease.attempt());
            var again = assertInstanceOf(
                    Failing.Again.class,
                    Await.result(jobs.fail(lease, Failure.TRANSCODE_FAILED.asException(), AttemptReport.NONE)));
            assertEquals(attempt, again.pause().toSeconds());
            assertEquals(JobState.QUEUED, story(id).job().state());
            assertEquals(1 + attempt, story(id).journal().size());
            sql("update job set not_before = current_timestamp + interval '60' second where file_id = '" + id + "'");
            assertEquals(Claim.NOTHING, claim());
            assertFalse(Await.result(jobs.heartbeat(lease, Optional.empty())));
            endPause(id);
        }
        Lease third = claimed();
        var last = assertInstanceOf(
                Failing.Final.class,
                Await.result(jobs.fail(third, Failure.TRANSCODE_FAILED.because("It broke."), AttemptReport.NONE)));
        assertEquals("It broke.", last.failed().error());
        assertEquals(3, last.failed().attempt());
        assertEquals(JobState.FAILED, story(id).job().state());
        assertEquals(last.failed(), story(id).journal().get(4));
        assertEquals(Claim.NOTHING, claim());
    }

    @Test
    void aPauseEndsByItself() {
        accepted();
        Await.result(jobs.fail(claimed(), Failure.TRANSCODE_FAILED.asException(), AttemptReport.NONE));
        assertEquals(Claim.NOTHING, claim());
        Await.within("claimable again", 5_000, () -> claim() instanceof Claim.Held);
    }

    @Test
    void aFailureThatTryingAgainCannotHelpIsFinalAtOnce() {
        FileId id = accepted();
        var last = assertInstanceOf(
                Failing.Final.class,
                Await.result(jobs.fail(claimed(), Failure.NOT_A_VIDEO.asException(), AttemptReport.NONE)));
        assertEquals(Failure.NOT_A_VIDEO, last.failed().failure());
        assertTrue(story(id).isClosed());
    }

    @Test
    void aVideoThatKeepsLosingItsWorkersFails() {
        FileId id = accepted();
        for (int lease = 1; lease <= 5; lease++) {
            assertEquals(lease, claimed().attempt());
            expire(id);
        }
        var ended = assertInstanceOf(Claim.Ended.class, claim());
        assertEquals(Failure.WORKERS_LOST, ended.failed().failure());
        assertEquals(JobState.FAILED, story(id).job().state());
        assertEquals(ended.failed(), story(id).journal().get(6));
        assertEquals(Claim.NOTHING, claim());
    }

    @Test
    void lostLeasesDoNotCountAsFailures() {
        FileId id = accepted();
        for (int i = 0; i < 3; i++) {
            claimed();
            expire(id);
        }
        assertInstanceOf(
                Failing.Again.class,
                Await.result(jobs.fail(claimed(), Failure.TRANSCODE_FAILED.asException(), AttemptReport.NONE)));
    }

    @Test
    void aQueuedJobCanBeEndedAndIsNotClaimed() {
        FileId id = accepted();
        var ended = Await.result(jobs.end(id, Failure.DELETED.asException())).orElseThrow();
        assertEquals(Seq.ofEntry(2), ended.seq());
        assertEquals(0, ended.attempt());
        assertEquals(Claim.NOTHING, claim());
        assertTrue(Await.result(jobs.end(id, Failure.DELETED.asException())).isEmpty());
    }

    @Test
    void endingAJobTakesItFromItsWorker() {
        FileId id = accepted();
        Lease lease = claimed();
        var ended = Await.result(jobs.end(id, Failure.DELETED.asException())).orElseThrow();
        assertEquals(1, ended.attempt());
        assertFalse(Await.result(jobs.heartbeat(lease, Optional.empty())));
        assertTrue(Await.result(jobs.complete(lease, "a/1", Map.of(), AttemptReport.NONE))
                .isEmpty());
        assertEquals(
                Failing.LEASE_LOST,
                Await.result(jobs.fail(lease, Failure.TIMED_OUT.asException(), AttemptReport.NONE)));
        assertEquals(JobState.FAILED, story(id).job().state());
    }

    @Test
    void aRemovedJobIsGoneWithItsJournal() {
        FileId id = accepted();
        FileId other = accepted();
        Await.result(jobs.remove(id));
        assertTrue(Await.result(jobs.story(id)).isEmpty());
        assertEquals(1, story(other).journal().size());
        Await.result(jobs.accept(id, UPLOAD, Priority.DEFAULT));
        assertEquals(1, story(id).journal().size());
    }

    @Test
    void whatComesUnderARemovedIdGoesOnBehindItWithItsFencesAndItsPositions() {
        FileId id = accepted();
        for (int life = 0; life < 3; life++) {
            Lease old = claimed();
            Await.result(jobs.heartbeat(old, Optional.of(progress(old, 7))));
            var end = Await.result(jobs.end(id, Failure.DELETED.asException())).orElseThrow();
            long last = Await.result(jobs.remove(id)).orElseThrow().fence();
            assertTrue(last > old.fence());
            Await.result(jobs.accept(id, UPLOAD, Priority.DEFAULT));
            Story story = story(id);
            assertEquals(
                    List.of(new JobEvent.Accepted(
                            id,
                            Seq.ofEntry(Seq.entry(end.seq()) + 1),
                            story.job().createdAt())),
                    story.journal());
            Lease lease = claimed();
            assertEquals(1, lease.attempt());
            assertEquals(Seq.entry(story.seq()) + 1, Seq.entry(lease.started().seq()));
            assertTrue(lease.fence() > last);
            assertFalse(Await.result(jobs.heartbeat(old, Optional.of(progress(old, 8)))));
            assertTrue(Await.result(jobs.complete(old, "a/1", Map.of(), AttemptReport.NONE))
                    .isEmpty());
            assertEquals(
                    Failing.LEASE_LOST,
                    Await.result(jobs.fail(old, Failure.TIMED_OUT.asException(), AttemptReport.NONE)));
            assertFalse(Await.result(jobs.release(old, AttemptReport.NONE)));
            assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress(lease, 1)))));
            assertEquals(progress(lease, 1).seq(), story(id).seq());
            assertTrue(Await.result(jobs.release(lease, AttemptReport.NONE)));
        }
    }

    @Test
    void whatComesUnderAnIdWhileThatIsRemovedGoesOnBehindIt() {
        for (int i = 0; i < 30; i++) {
            FileId id = accepted();
            var end = Await.result(jobs.end(id, Failure.DELETED.asException())).orElseThrow();
            Future<Optional<Doomed>> removed = jobs.remove(id);
            while (Await.result(
                            jobs.accept(id, UPLOAD, Priority.DEFAULT).map(true).otherwise(false))
                    == false) {
                // The former is there still.
            }
            assertEquals(Seq.entry(end.seq()) + 1, Seq.entry(story(id).seq()));
            // Others see what is committed before who asked for it is told.
            assertTrue(claimed().fence() > Await.result(removed).orElseThrow().fence());
        }
    }

    @Test
    void aRemovedJobIsForgottenAfterItsTime() {
        FileId old = accepted();
        FileId young = accepted();
        Await.result(jobs.remove(old));
        Await.result(jobs.remove(young));
        sql("update tombstone set removed_at = removed_at - interval '25' hour where file_id = '" + old + "'");
        assertEquals(
                Optional.of(old),
                Await.result(jobs.sweepTombstones(Duration.ofDays(1), 1)).map(Cursor::fileId));
        assertEquals(Optional.empty(), Await.result(jobs.sweepTombstones(Duration.ofDays(1), 1)));
        Await.result(jobs.accept(old, UPLOAD, Priority.DEFAULT));
        Await.result(jobs.accept(young, UPLOAD, Priority.DEFAULT));
        assertEquals(Seq.ofEntry(1), story(old).seq());
        assertEquals(Seq.ofEntry(2), story(young).seq());
    }

    @Test
    void aStorySurvivesTheReopeningOfTheStoreToTheMillisecond() {
        FileId id = accepted();
        Lease lease = claimed();
        Await.result(jobs.heartbeat(lease, Optional.of(progress(lease, 2))));
        FileId done = accepted();
        Await.result(jobs.complete(claimed(), "d/1", Map.of("width", 640, "duration", 1.25), AttemptReport.NONE));
        Story before = story(id);
        Story doneBefore = story(done);
        reopen(TestDatabase.LEASE_SECONDS, TestDatabase.MAX_FAILURES);
        assertEquals(before, story(id));
        assertEquals(doneBefore, story(done));
        assertEquals(
                List.of(1, 2, 3),
                doneBefore.journal().stream().map(each -> Seq.entry(each.seq())).toList());
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.empty())), "the lease is still held");
    }

    @Test
    void aStoryThatIsReadWhileItIsWrittenIsOfOneMoment() {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<FileId> current = new AtomicReference<>(FileId.random());
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> readUntil(over, current));
        for (int i = 0; i < 300; i++) {
            FileId id = FileId.random();
            current.set(id);
            Await.result(jobs.accept(id, UPLOAD, Priority.DEFAULT));
            Lease lease = claimed();
            Await.result(jobs.heartbeat(lease, Optional.of(progress(lease, 1))));
            Await.result(jobs.complete(lease, "a/1", Map.of(), AttemptReport.NONE));
            Await.result(jobs.remove(id));
        }
        over.set(true);
        assertTrue(reader.join() > 0);
    }

    private int readUntil(AtomicBoolean over, AtomicReference<FileId> current) {
        int seen = 0;
        while (!over.get()) {
            Optional<Story> story = Await.result(jobs.story(current.get()));
            story.ifPresent(found -> {
                assertEquals(found.job().state() == JobState.COMPLETED, found.isClosed());
                assertEquals(
                        found.job().state() == JobState.QUEUED, found.journal().size() == 1);
                found.progress().ifPresent(progress -> assertEquals(found.seq(), progress.seq()));
            });
            seen += story.isPresent() ? 1 : 0;
        }
        return seen;
    }

    private FileId accepted(int priority) {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, UPLOAD, priority));
        long then = System.currentTimeMillis();
        Await.until("the clock has moved on", () -> System.currentTimeMillis() > then);
        return id;
    }

    @Test
    void theMostUrgentIsClaimedFirstAndOfThoseTheOldest() {
        FileId low = accepted(0);
        FileId older = accepted(5);
        FileId younger = accepted(5);
        FileId high = accepted(9);
        assertEquals(
                Map.of(high, 1, older, 2, younger, 3, low, 4),
                Await.result(jobs.positions(List.of(low, older, younger, high, FileId.random()))));
        for (FileId next : List.of(high, older, younger, low)) {
            assertEquals(next, claimed().fileId());
        }
    }

    @Test
    void aJobWhoseWorkerIsGoneWaitsBehindAMoreUrgentOne() {
        FileId low = accepted(1);
        claimed();
        expire(low);
        FileId high = accepted(8);
        Claim.Held first = assertInstanceOf(Claim.Held.class, claim());
        assertEquals(high, first.lease().fileId());
        assertFalse(first.takenOver());
        Claim.Held second = assertInstanceOf(Claim.Held.class, claim());
        assertEquals(low, second.lease().fileId());
        assertTrue(second.takenOver());
        assertEquals(2, second.lease().attempt());
    }

    @Test
    void headsTellInOneQueryWhereJobsStand() {
        FileId waiting = accepted();
        Lease lease = claimed();
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress(lease, 7)))));
        FileId other = accepted();
        FileId unknown = FileId.random();
        Map<FileId, Head> heads = Await.result(jobs.heads(List.of(waiting, other, unknown)));
        assertEquals(
                Map.of(
                        waiting, new Head(JobState.PROCESSING, 2_000_007, 1),
                        other, new Head(JobState.QUEUED, 1_000_000, 0)),
                heads);
        assertEquals(story(waiting).seq(), heads.get(waiting).seq());
        assertEquals(Map.of(), Await.result(jobs.heads(List.of())));
        List<FileId> many = new ArrayList<>(List.of(other));
        IntStream.range(0, 40_000).forEach(i -> many.add(FileId.random()));
        assertEquals(Set.of(other), Await.result(jobs.heads(many)).keySet());
    }

    @Test
    void manyStoriesAreReadTogetherEachAsItIsReadAlone() {
        FileId begun = accepted();
        Lease lease = claimed();
        assertTrue(Await.result(jobs.heartbeat(lease, Optional.of(progress(lease, 7)))));
        FileId waiting = accepted();
        FileId unknown = FileId.random();
        assertEquals(
                Map.of(begun, story(begun), waiting, story(waiting)),
                Await.result(jobs.stories(List.of(begun, waiting, unknown))));
        assertEquals(Map.of(), Await.result(jobs.stories(List.of())));
    }

    @Test
    void onlyWorkThatHasFailedIsRepeatedAndAsAJobOfItsOwn() {
        FileId id = accepted(7);
        assertEquals(Failure.NOT_FAILED, refusal(() -> Await.result(jobs.repeat(id))));
        assertEquals(Failure.NOT_FOUND, refusal(() -> Await.result(jobs.repeat(FileId.random()))));
        Await.result(jobs.end(id, Failure.CANCELED.asException()));
        Job repeated = Await.result(jobs.repeat(id));
        assertEquals(Optional.of(id), repeated.retryOf());
        assertEquals(7, repeated.priority());
        assertEquals(UPLOAD, repeated.upload());
        assertEquals(repeated, story(repeated.fileId()).job());
        assertEquals(JobState.FAILED, story(id).job().state());
        assertEquals(repeated.fileId(), claimed().fileId());
    }

    private static Failure refusal(Executable work) {
        return assertThrows(FailureException.class, work).failure();
    }

    private Optional<String> removedOriginal(FileId id) {
        return Await.result(jobs.remove(id)).orElseThrow().originalAddress();
    }

    @Test
    void theLastUserOfAnOriginalTakesItAlong() {
        FileId id = FileId.random();
        Upload upload = new Upload("a", "b", 1, id + "/original", "web");
        Await.result(jobs.accept(id, upload, Priority.DEFAULT));
        Await.result(jobs.end(id, Failure.CANCELED.asException()));
        FileId repeated = Await.result(jobs.repeat(id)).fileId();
        assertEquals(Optional.empty(), removedOriginal(id));
        assertTrue(Await.result(jobs.isInUse(upload.media())));
        assertEquals(Optional.of(upload.media()), removedOriginal(repeated));
        assertFalse(Await.result(jobs.isInUse(upload.media())));
        assertEquals(Optional.empty(), Await.result(jobs.remove(repeated)));
    }

    @Test
    void ofAllWhoAreRemovedAtOnceExactlyOneTakesTheOriginalAlong() {
        for (int round = 0; round < 20; round++) {
            FileId id = FileId.random();
            Await.result(jobs.accept(id, new Upload("a", "b", 1, id + "/original", "web"), Priority.DEFAULT));
            Await.result(jobs.end(id, Failure.CANCELED.asException()));
            List<FileId> all = new ArrayList<>(List.of(id));
            for (int i = 0; i < 3; i++) {
                all.add(Await.result(jobs.repeat(id)).fileId());
            }
            List<Future<Optional<Doomed>>> removals =
                    all.stream().map(jobs::remove).toList();
            assertEquals(
                    1,
                    removals.stream()
                            .map(Await::result)
                            .filter(doomed -> doomed.orElseThrow().original())
                            .count());
        }
    }

    @Test
    void theCensusCountsJobsByState() {
        assertEquals(Map.of(), Await.result(jobs.census()));
        accepted();
        accepted();
        claimed();
        assertEquals(Map.of(JobState.QUEUED, 1L, JobState.PROCESSING, 1L), Await.result(jobs.census()));
    }

    private FileId accepted(String profile) {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, "m", profile), Priority.DEFAULT));
        return id;
    }

    @Test
    void whatWaitsForProfilesThatNobodyServesIsCounted() {
        assertEquals(Map.of(), Await.result(jobs.unserved(Set.of())));
        for (String profile : List.of("web", "archive", "hls", "archive", "web", "web")) {
            var unused = accepted(profile);
        }
        assertEquals(Map.of("archive", 2L, "hls", 1L), Await.result(jobs.unserved(Set.of("web", "other"))));
        assertEquals(Map.of("web", 3L, "archive", 2L, "hls", 1L), Await.result(jobs.unserved(Set.of())));
        assertEquals(Map.of(), Await.result(jobs.unserved(Set.of("web", "archive", "hls"))));
    }

    @Test
    void whatIsWorkedOnWaitsOnceItsWorkerIsSilent() {
        FileId id = accepted("hls");
        var claim = Await.result(jobs.claim("test", Set.of("hls")));
        assertInstanceOf(Claim.Held.class, claim);
        assertEquals(Map.of(), Await.result(jobs.unserved(Set.of("web"))));
        expire(id);
        assertEquals(Map.of("hls", 1L), Await.result(jobs.unserved(Set.of("web"))));
        assertEquals(Map.of(), Await.result(jobs.unserved(Set.of("hls"))));
        var unused = accepted("hls");
        assertEquals(Map.of("hls", 2L), Await.result(jobs.unserved(Set.of("web"))));
    }

    @Test
    void whatNobodyServesGoesBackIntoTheQueueOnceItsWorkerIsSilentUntilItHasLostTooMany() {
        FileId id = accepted("hls");
        var unused = accepted();
        Lease other = claimed();
        expire(other.fileId());
        Lease last = null;
        for (int lost = 1; lost < TestDatabase.MAX_LOST_LEASES; lost++) {
            last = assertInstanceOf(Claim.Held.class, Await.result(jobs.claim("test", Set.of("hls"))))
                    .lease();
            assertEquals(lost, last.attempt());
            assertEquals(List.of(), Await.result(jobs.putBack(Set.of("hls"))));
            assertEquals(JobState.PROCESSING, story(id).job().state());
            expire(id);
            assertEquals(List.of(), Await.result(jobs.putBack(Set.of("hls", "archive"))));
            assertEquals(JobState.QUEUED, story(id).job().state());
            assertEquals(Map.of(id, 1), Await.result(jobs.positions(List.of(id))));
            assertEquals(Map.of("hls", 1L), Await.result(jobs.unserved(Set.of("web"))));
            assertOutcome(id, lost, "lost");
            sql("update job set worker = null where lost_leases = " + lost
                    + " and lease_until is null and worker is null" + " and file_id = '" + id + "'");
        }
        assertFalse(Await.result(jobs.heartbeat(last, Optional.empty())));
        assertTrue(Await.result(jobs.complete(last, "m/1", Map.of(), AttemptReport.NONE))
                .isEmpty());
        assertInstanceOf(Claim.Held.class, Await.result(jobs.claim("test", Set.of("hls"))));
        expire(id);
        List<JobEvent.Failed> failed = Await.result(jobs.putBack(Set.of("hls")));
        assertEquals(List.of(story(id).last()), failed);
        assertEquals(Failure.WORKERS_LOST, failed.get(0).failure());
        assertEquals(JobState.PROCESSING, story(other.fileId()).job().state());
    }

    @Test
    void ofEachAttemptIsKeptWhoMadeItAndWhatWasSaid() {
        FileId id = accepted();
        Lease lease = claimed();
        FailureException reason = Failure.TRANSCODE_FAILED.asException().withLastWords(List.of("first", "sec\0nd"));
        assertInstanceOf(Failing.Again.class, Await.result(jobs.fail(lease, reason, AttemptReport.NONE)));
        sql("update attempt set outcome = 'seen' where file_id = '" + id + "' and attempt = 1 and worker = 'test'"
                + " and outcome = 'transcode_failed' and said like 'first%nd' and ended_at >= started_at");
        endPause(id);
        assertTrue(Await.result(jobs.complete(claimed(), "m/2", Map.of(), AttemptReport.NONE))
                .isPresent());
        sql("update attempt set outcome = 'seen' where attempt = 2 and outcome = 'completed' and ended_at is not null");
    }

    private void assertOutcome(FileId id, int attempt, String outcome) {
        sql("update attempt set worker = 'seen' where file_id = '" + id + "' and attempt = " + attempt
                + " and outcome = '" + outcome + "' and ended_at >= started_at");
    }

    @Test
    void anAttemptWhoseWorkerCannotSayHowItEndedIsEndedAllTheSame() {
        FileId id = accepted();
        var first = claimed();
        expire(id);
        var second = claimed();
        assertOutcome(id, 1, "lost");
        assertTrue(Await.result(jobs.complete(first, "m/1", Map.of(), AttemptReport.NONE))
                .isEmpty());
        assertOutcome(id, 1, "lost");
        assertTrue(Await.result(jobs.release(second, AttemptReport.NONE)));
        assertEquals(3, claimed().attempt());
        assertOutcome(id, 2, "released");
        assertTrue(Await.result(jobs.end(id, Failure.CANCELED.asException())).isPresent());
        assertOutcome(id, 3, "canceled");
    }

    @Test
    void theLastAttemptOfAJobThatLosesAllItsWorkersIsLostToo() {
        FileId id = accepted();
        int attempt = 0;
        while (claim() instanceof Claim.Held) {
            attempt++;
            expire(id);
        }
        assertEquals(JobState.FAILED, story(id).job().state());
        for (int each = 1; each <= attempt; each++) {
            assertOutcome(id, each, "lost");
        }
    }
}
