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
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is due and what becomes of it, whatever database decides. */
abstract class RetentionContract extends DatabaseContract {
    private static final Duration DAY = Duration.ofDays(1);

    private FileId failed() {
        FileId id = accepted();
        Await.result(jobs.end(id, Failure.CANCELED.asException()));
        return id;
    }

    private FileId completed() {
        FileId id = accepted();
        var held = assertInstanceOf(Claim.Held.class, Await.result(jobs.claim("test", Set.of("web"))));
        assertEquals(id, held.lease().fileId());
        assertTrue(Await.result(jobs.complete(held.lease(), id + "/1", Map.of(), AttemptReport.NONE))
                .isPresent());
        return id;
    }

    /** It has ended so many hours ago. */
    private FileId aged(FileId id, int hours) {
        String ago = " - interval '" + hours + "' hour";
        assertEquals(
                1,
                database.execute("update job set ended_at = ended_at" + ago + ", original_since = original_since" + ago
                        + ", results_since = results_since" + ago + " where file_id = '" + id + "'"));
        return id;
    }

    private long fence(FileId id) {
        return Long.parseLong(database.column("select cast(fence as varchar(20)) from job where file_id = '" + id + "'")
                .get(0));
    }

    private List<Doomed> condemned(Retained what) {
        return Await.result(jobs.condemn(what, DAY, Optional.empty(), 100)).entries();
    }

    private List<FileId> settled(Retained what, List<Doomed> gone) {
        return Await.result(jobs.settle(what, gone));
    }

    private static Set<FileId> ids(List<Doomed> doomed) {
        Set<FileId> ids = new HashSet<>();
        doomed.forEach(each -> assertTrue(ids.add(each.fileId())));
        return ids;
    }

    private Set<Retained> expired(FileId id) {
        return Await.result(jobs.expired(id));
    }

    private boolean exists(FileId id) {
        return Await.result(jobs.story(id)).isPresent();
    }

    private Failure refusedRepetition(FileId id) {
        return assertThrows(FailureException.class, () -> Await.result(jobs.repeat(id)))
                .failure();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatEndedLongEnoughAgoIsDue(Retained what) {
        FileId old = aged(completed(), 25);
        aged(completed(), 23);
        accepted();
        assertEquals(Set.of(old), ids(condemned(what)));
    }

    @ParameterizedTest
    @EnumSource
    void aTimeOfAHundredYearsIsUnderstood(Retained what) {
        aged(completed(), 25);
        assertEquals(
                List.of(),
                Await.result(jobs.condemn(what, Duration.ofDays(36_500), Optional.empty(), 100))
                        .entries());
    }

    @Test
    void anUnfinishedJobIsNeverTouchedHoweverOldItIs() {
        FileId queued = accepted();
        FileId processing = accepted();
        Await.result(jobs.claim("test", Set.of("web")));
        database.execute("update job set created_at = created_at - interval '9999' hour");
        database.execute("update journal set at = at - interval '9999' hour");
        for (Retained what : Retained.values()) {
            assertEquals(List.of(), condemned(what));
        }
        assertTrue(exists(queued) && exists(processing));
        assertEquals(Set.of(), expired(queued));
    }

    @Test
    void anOriginalExpiresBeforeItsBytesGoAndIsDueUntilTheyAreGone() {
        FileId id = aged(failed(), 25);
        List<Doomed> doomed = condemned(Retained.ORIGINALS);
        assertEquals(List.of(new Doomed(id, fence(id), id + "/original", true, false)), doomed);
        assertEquals(Set.of(Retained.ORIGINALS), expired(id));
        assertEquals(Failure.ORIGINAL_EXPIRED, refusedRepetition(id));
        // Whoever should have removed them has died.
        assertEquals(doomed, condemned(Retained.ORIGINALS));
        assertEquals(List.of(id), settled(Retained.ORIGINALS, doomed));
        assertEquals(List.of(), condemned(Retained.ORIGINALS));
        assertEquals(List.of(), settled(Retained.ORIGINALS, doomed));
        assertEquals(Set.of(Retained.ORIGINALS), expired(id));
        assertEquals(Failure.ORIGINAL_EXPIRED, refusedRepetition(id));
        assertTrue(exists(id));
    }

    @Test
    void resultsExpireBeforeTheirBytesGoAndAreDueUntilTheyAreGone() {
        FileId id = aged(completed(), 25);
        aged(failed(), 25);
        List<Doomed> doomed = condemned(Retained.RESULTS);
        assertEquals(List.of(new Doomed(id, fence(id), id + "/original", false, true)), doomed);
        assertEquals(Set.of(Retained.RESULTS), expired(id));
        assertEquals(doomed, condemned(Retained.RESULTS));
        assertEquals(List.of(id), settled(Retained.RESULTS, doomed));
        assertEquals(List.of(), condemned(Retained.RESULTS));
        assertEquals(Set.of(Retained.RESULTS), expired(id));
        assertTrue(exists(id));
    }

    @Test
    void historyGoesWithAllThatBelongsToItAndOnlyAfterTheBytes() {
        FileId completed = aged(completed(), 25);
        FileId failed = aged(failed(), 25);
        List<Doomed> doomed = condemned(Retained.HISTORY);
        assertEquals(
                Set.of(
                        new Doomed(completed, fence(completed), completed + "/original", true, true),
                        new Doomed(failed, fence(failed), failed + "/original", true, true)),
                Set.copyOf(doomed));
        assertTrue(exists(completed) && exists(failed));
        assertEquals(EnumSet.of(Retained.ORIGINALS, Retained.RESULTS), expired(completed));
        assertEquals(Set.of(Retained.ORIGINALS), expired(failed));
        assertEquals(Failure.ORIGINAL_EXPIRED, refusedRepetition(failed));
        assertEquals(doomed, condemned(Retained.HISTORY));
        assertEquals(Set.of(completed, failed), Set.copyOf(settled(Retained.HISTORY, doomed)));
        for (String table : List.of("job", "journal", "attempt")) {
            assertEquals(List.of(), database.column("select file_id from " + table));
        }
        assertEquals(Failure.NOT_FOUND, refusedRepetition(failed));
    }

    @Test
    void historyFindsNothingLeftOfWhatHasExpiredBefore() {
        FileId id = aged(completed(), 25);
        settled(Retained.ORIGINALS, condemned(Retained.ORIGINALS));
        settled(Retained.RESULTS, condemned(Retained.RESULTS));
        List<Doomed> doomed = condemned(Retained.HISTORY);
        assertEquals(Set.of(id), ids(doomed));
        assertEquals(List.of(id), settled(Retained.HISTORY, doomed));
    }

    @Test
    void anOriginalIsKeptForAsLongAsOneOfThoseThatWereMadeOfItNeedsIt() {
        FileId first = aged(failed(), 50);
        FileId second = Await.result(jobs.repeat(first)).fileId();
        assertEquals(List.of(), condemned(Retained.ORIGINALS));
        Await.result(jobs.end(second, Failure.CANCELED.asException()));
        aged(second, 23);
        assertEquals(List.of(), condemned(Retained.ORIGINALS));
        assertEquals(Set.of(), expired(first));
        // Still there, so the older one may be repeated too.
        Await.result(jobs.remove(Await.result(jobs.repeat(first)).fileId()));
        aged(second, 2);
        List<Doomed> doomed = condemned(Retained.ORIGINALS);
        assertEquals(Set.of(first, second), ids(doomed));
        assertEquals(1, settled(Retained.ORIGINALS, doomed).size(), "it is one original");
        assertEquals(Set.of(Retained.ORIGINALS), expired(first));
        assertEquals(Failure.ORIGINAL_EXPIRED, refusedRepetition(second));
    }

    @Test
    void theHistoryOfAJobGoesAndLeavesTheOriginalToItsRepetition() {
        FileId first = aged(failed(), 25);
        FileId second = Await.result(jobs.repeat(first)).fileId();
        List<Doomed> doomed = condemned(Retained.HISTORY);
        assertEquals(List.of(new Doomed(first, fence(first), first + "/original", false, true)), doomed);
        assertEquals(List.of(first), settled(Retained.HISTORY, doomed));
        assertTrue(Await.result(jobs.isInUse(first + "/original")));
        assertTrue(exists(second));
        Await.result(jobs.end(second, Failure.CANCELED.asException()));
        aged(second, 25);
        assertEquals(
                List.of(new Doomed(second, fence(second), first + "/original", true, true)),
                condemned(Retained.HISTORY));
    }

    @Test
    void whatHasComeUnderTheIdOfOneThatWasForgottenMeanwhileIsNotTouched() {
        FileId id = aged(failed(), 25);
        FileId repeated = Await.result(jobs.repeat(id)).fileId();
        List<Doomed> doomed = condemned(Retained.HISTORY);
        // Another node was faster.
        assertEquals(List.of(id), settled(Retained.HISTORY, doomed));
        Await.result(jobs.end(repeated, Failure.CANCELED.asException()));
        Await.result(jobs.accept(id, new Upload("a", "b", 1, id + "/original-2", "web"), Priority.DEFAULT));
        assertEquals(List.of(), settled(Retained.HISTORY, doomed));
        assertTrue(exists(id));
    }

    @Test
    void aJobThatBecomesTheLastOfItsOriginalStaysUntilThatIsGoneToo() {
        FileId first = aged(failed(), 25);
        FileId second = Await.result(jobs.repeat(first)).fileId();
        List<Doomed> withoutOriginal = condemned(Retained.HISTORY);
        Await.result(jobs.end(second, Failure.DELETED.asException()));
        assertFalse(Await.result(jobs.remove(second)).orElseThrow().original(), "the first one has it still");
        assertEquals(List.of(), settled(Retained.HISTORY, withoutOriginal));
        List<Doomed> again = condemned(Retained.HISTORY);
        assertEquals(Optional.of(first + "/original"), again.get(0).originalAddress());
        assertEquals(List.of(first), settled(Retained.HISTORY, again));
    }

    @Test
    void repetitionsThatAreDueTogetherGoTogether() {
        FileId first = aged(failed(), 25);
        FileId second = Await.result(jobs.repeat(first)).fileId();
        Await.result(jobs.end(second, Failure.CANCELED.asException()));
        aged(second, 25);
        List<Doomed> doomed = condemned(Retained.HISTORY);
        assertEquals(Set.of(first, second), ids(doomed));
        assertEquals(2, settled(Retained.HISTORY, doomed).size());
    }

    @Test
    void batchesGoOnBehindWhatCouldNotBeRemoved() {
        List<FileId> all =
                IntStream.range(0, 7).mapToObj(i -> aged(failed(), 100 - i)).toList();
        List<FileId> seen = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        do {
            Page<Doomed> page = Await.result(jobs.condemn(Retained.HISTORY, DAY, after, 3));
            assertTrue(page.entries().size() <= 3);
            seen.addAll(ids(page.entries()).stream().toList());
            after = page.next();
        } while (after.isPresent());
        assertEquals(7, seen.size());
        assertEquals(Set.copyOf(all), Set.copyOf(seen));
        assertEquals(Set.copyOf(all), ids(condemned(Retained.HISTORY)));
    }

    /** All in one round, batch by batch; complete with what this round was the one to remove. */
    private Future<List<FileId>> round(Retained what, Optional<Cursor> after) {
        return jobs.condemn(what, DAY, after, 10)
                .compose(page -> jobs.settle(what, page.entries())
                        .compose(settled -> page.next().isEmpty()
                                ? Future.succeededFuture(settled)
                                : round(what, page.next())
                                        .map(rest -> Stream.concat(settled.stream(), rest.stream())
                                                .toList())));
    }

    @Test
    void ofSeveralRoundsAtOnceEachThingIsRemovedByOne() {
        Set<FileId> all = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            all.add(aged(completed(), 25));
        }
        for (Retained what : Retained.values()) {
            List<Future<List<FileId>>> rounds = IntStream.range(0, 4)
                    .mapToObj(i -> round(what, Optional.empty()))
                    .toList();
            Await.result(Future.all(rounds));
            List<FileId> removed =
                    rounds.stream().flatMap(each -> each.result().stream()).toList();
            assertEquals(all.size(), removed.size(), what.wire());
            assertEquals(all, Set.copyOf(removed));
        }
        assertEquals(List.of(), database.column("select file_id from job"));
    }

    @Test
    void originalsThatExpireWhileTheirJobsAreRepeatedAreEitherKeptOrRefused() {
        List<FileId> all =
                IntStream.range(0, 15).mapToObj(i -> aged(failed(), 25)).toList();
        List<Future<FileId>> repeated =
                all.stream().map(id -> jobs.repeat(id).map(job -> job.fileId())).toList();
        Future<List<FileId>> round = round(Retained.ORIGINALS, Optional.empty());
        Await.result(Future.join(repeated).otherwiseEmpty());
        Await.result(round);
        for (int i = 0; i < all.size(); i++) {
            assertEquals(
                    repeated.get(i).succeeded(), expired(all.get(i)).isEmpty(), "repeated, or expired: one of the two");
        }
    }

    @Test
    void anOriginalGoesWithTheLastOfItsJobsOnlyWhereNoneRepeatsItAtThatMoment() {
        for (int i = 0; i < 15; i++) {
            FileId failed = failed();
            Future<Job> repeated = jobs.repeat(failed);
            Future<Optional<Doomed>> removed = jobs.remove(failed);
            Await.result(Future.join(repeated, removed).otherwiseEmpty());
            assertEquals(repeated.failed(), removed.result().orElseThrow().original());
        }
    }
}
