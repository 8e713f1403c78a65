package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.AttemptReport.Run;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.job.Lease;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may attempt which job, by its profile, and what is kept of attempts, whatever the database is. */
abstract class AttemptContract extends DatabaseContract {
    private static final Run RUN = new Run(
            "transcode",
            List.of("-i", "/a folder/Ünïcode \"1\"", "nul\0", ""),
            12.25,
            23.5,
            0,
            List.of("first", "l\0st"));

    private FileId accepted(String profile, int priority) {
        FileId id = FileId.random();
        Await.result(jobs.accept(id, new Upload("a.mp4", "video/mp4", 1, id + "/original", profile), priority));
        return id;
    }

    private FileId accepted(String profile) {
        return accepted(profile, Priority.DEFAULT);
    }

    private Claim claim(String... profiles) {
        return Await.result(jobs.claim("test", Set.of(profiles)));
    }

    private Lease claimed(String... profiles) {
        return assertInstanceOf(Claim.Held.class, claim(profiles)).lease();
    }

    private void expire(FileId id) {
        assertEquals(
                1,
                database.execute("update job set lease_until = current_timestamp - interval '1' second"
                        + " where file_id = '" + id + "'"));
    }

    private Attempt attempt(FileId id, int number) {
        return Await.result(jobs.attempts(id)).get(number - 1);
    }

    @Test
    void aJobKeepsItsProfileAndSoDoesItsRepetition() {
        FileId id = accepted("hls");
        assertEquals("hls", Await.result(jobs.job(id)).orElseThrow().upload().profile());
        assertEquals("hls", claimed("hls").upload().profile());
        Await.result(jobs.end(id, Failure.CANCELED.asException()));
        assertEquals("hls", Await.result(jobs.repeat(id)).upload().profile());
    }

    @Test
    void aJobOfAReleaseThatKnewNoProfilesIsOfTheDefault() {
        FileId id = accepted("hls");
        assertEquals(1, database.execute("update job set profile = default where file_id = '" + id + "'"));
        assertEquals("web", Await.result(jobs.job(id)).orElseThrow().upload().profile());
    }

    @Test
    void onlyAJobWhoseProfileAWorkerServesIsItsToClaim() {
        FileId hls = accepted("hls");
        FileId web = accepted("web");
        assertEquals(Claim.NOTHING, claim());
        assertEquals(Claim.NOTHING, claim("audio", "archive"));
        assertEquals(web, claimed("audio", "web").fileId());
        assertEquals(Claim.NOTHING, claim("audio", "web"));
        assertEquals(hls, claimed("hls").fileId());
    }

    @Test
    void theMostUrgentIsClaimedFirstWhateverItsProfile() {
        FileId last = accepted("web", 1);
        FileId second = accepted("hls", 5);
        FileId third = accepted("web", 4);
        FileId first = accepted("audio", 9);
        accepted("archive", 9);
        List<FileId> order = IntStream.range(0, 4)
                .mapToObj(i -> claimed("web", "hls", "audio").fileId())
                .toList();
        assertEquals(List.of(first, second, third, last), order);
    }

    @Test
    void aLongQueueOfAProfileThatNobodyServesHidesNoOther() {
        for (int i = 0; i < 50; i++) {
            accepted("archive", 9);
        }
        FileId id = accepted("web", 0);
        assertEquals(id, claimed("web").fileId());
    }

    @Test
    void noJobIsClaimedTwiceByWorkersOfDifferentProfiles() {
        Set<FileId> ids = new HashSet<>();
        for (int i = 0; i < 90; i++) {
            ids.add(accepted(List.of("web", "hls", "audio").get(i % 3)));
        }
        List<Future<List<FileId>>> claimers = List.of(
                claimAll(Set.of("web", "hls"), new ArrayList<>()),
                claimAll(Set.of("hls", "audio"), new ArrayList<>()),
                claimAll(Set.of("web", "hls", "audio"), new ArrayList<>()),
                claimAll(Set.of("audio", "web"), new ArrayList<>()));
        Await.result(Future.all(claimers));
        List<FileId> all =
                claimers.stream().flatMap(each -> each.result().stream()).toList();
        assertEquals(90, all.size());
        assertEquals(ids, Set.copyOf(all));
    }

    private Future<List<FileId>> claimAll(Set<String> profiles, List<FileId> got) {
        return jobs.claim("test", profiles).compose(claim -> {
            if (claim instanceof Claim.Held held) {
                got.add(held.lease().fileId());
                return claimAll(profiles, got);
            }
            return Future.succeededFuture(got);
        });
    }

    @Test
    void anExpiredLeaseIsTakenOverByAWorkerThatServesItsProfile() {
        FileId id = accepted("hls");
        claimed("hls");
        expire(id);
        assertEquals(Claim.NOTHING, claim("web"));
        assertEquals(2, claimed("hls").attempt());
    }

    @Test
    void aJobThatHasLostTooManyWorkersIsEndedByWhoeverSeesIt() {
        FileId id = accepted("hls");
        for (int i = 1; i < TestDatabase.MAX_LOST_LEASES; i++) {
            claimed("hls");
            expire(id);
            assertEquals(Claim.NOTHING, claim("web"));
        }
        claimed("hls");
        expire(id);
        var ended = assertInstanceOf(Claim.Ended.class, claim());
        assertEquals(Failure.WORKERS_LOST, ended.failed().failure());
        assertEquals(JobState.FAILED, Await.result(jobs.job(id)).orElseThrow().state());
    }

    @Test
    void whatAWorkerTellsOfAnAttemptIsKeptWhateverItsOutcome() {
        FileId id = accepted("web");
        var report = new AttemptReport("5.1.6", List.of(RUN, RUN));
        Await.result(jobs.release(claimed("web"), report));
        assertEquals(report, attempt(id, 1).report());
        assertEquals(Optional.of("released"), attempt(id, 1).outcome());
        assertEquals("first\nl\uFFFDst", attempt(id, 1).said());

        var reason = Failure.TRANSCODE_FAILED.asException().withLastWords(List.of("it broke"));
        Await.result(jobs.fail(claimed("web"), reason, report));
        assertEquals(report, attempt(id, 2).report());
        assertEquals("it broke", attempt(id, 2).said());

        database.execute("update job set not_before = current_timestamp - interval '1' second");
        assertTrue(Await.result(jobs.complete(claimed("web"), "m/3", Map.of(), report))
                .isPresent());
        assertEquals(report, attempt(id, 3).report());
        assertEquals(Optional.of("completed"), attempt(id, 3).outcome());
        assertEquals("test", attempt(id, 3).worker());
        assertTrue(attempt(id, 3).endedAt().isPresent());
        assertEquals(List.of(), Await.result(jobs.attempts(FileId.random())));
    }

    @Test
    void anAttemptOfWhichNothingIsToldHasNoRuns() {
        FileId id = accepted("web");
        Lease lease = claimed("web");
        assertEquals(AttemptReport.NONE, attempt(id, 1).report());
        assertEquals(Optional.empty(), attempt(id, 1).endedAt());
        Await.result(jobs.complete(lease, "m/1", Map.of(), AttemptReport.NONE));
        assertEquals(AttemptReport.NONE, attempt(id, 1).report());
        assertEquals("", attempt(id, 1).said());
    }

    @Test
    void aReportThatIsTooLongCostsNoOutcome() {
        FileId id = accepted("web");
        var wordy = new Run("transcode", List.of("-i", "in"), 1, 1, 0, List.of("\0".repeat(300_000)));
        Lease lease = claimed("web");
        assertTrue(Await.result(
                        jobs.complete(lease, "m/1", Map.of(), new AttemptReport("v".repeat(300), List.of(wordy))))
                .isPresent());
        assertEquals(
                List.of(new Run("transcode", List.of("-i", "in"), 1, 1, 0, List.of())),
                attempt(id, 1).report().runs());
    }
}
