package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.job.Priority;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store of resumable uploads must do, whatever database it stands on. */
abstract class UploadStoreContract extends DatabaseContract {
    private static final int DAY = 86_400;
    private static final int MOST = 3;
    private static final Upload UPLOAD = new Upload("a.mp4", "video/mp4", 10, "m", "web");

    private FileId id;
    private UploadStore uploads;

    @BeforeEach
    void chooseId() {
        id = FileId.random();
        uploads = new UploadStore(jobs, 30, DAY, MOST);
    }

    private static void assertFails(Failure failure, Supplier<Future<?>> work) {
        var thrown = assertThrows(FailureException.class, () -> Await.result(work.get()));
        assertEquals(failure, thrown.failure());
    }

    private void change(String statement) {
        assertEquals(1, database.execute(statement));
    }

    private ResumableUpload begun(FileId fileId) {
        return Await.result(
                uploads.begin(fileId, fileId + "/original", OptionalLong.of(10), "filename YQ==", false, "hls"));
    }

    private Hold held() {
        begun(id);
        return Await.result(uploads.hold(id));
    }

    private void loseHold() {
        change("update resumable_upload set lease_until = current_timestamp - interval '1' second where file_id = '"
                + id + "'");
    }

    private void expire() {
        change("update resumable_upload set expires_at = current_timestamp - interval '1' second where file_id = '" + id
                + "'");
    }

    @Test
    void whatWasBegunIsFoundAsItWasSaid() {
        ResumableUpload begun = begun(id);
        assertEquals(Optional.of(begun), Await.result(uploads.find(id)));
        assertEquals(OptionalLong.of(10), begun.size());
        assertEquals("filename YQ==", begun.metadata());
        assertEquals("hls", begun.profile());
        assertEquals(Optional.empty(), Await.result(uploads.find(FileId.random())));
    }

    @Test
    void thereAreNoMoreThanThereMayBeAndThoseWhoseTimeIsOverDoNotCount() {
        begun(id);
        for (int i = 1; i < MOST; i++) {
            begun(FileId.random());
        }
        assertFails(
                Failure.TOO_MANY_UPLOADS,
                () -> uploads.begin(FileId.random(), "m", OptionalLong.of(1), "", true, "web"));
        Await.result(uploads.remove(Await.result(uploads.hold(id))));
        begun(id);
        assertFails(
                Failure.TOO_MANY_UPLOADS,
                () -> uploads.begin(FileId.random(), "m", OptionalLong.of(1), "", true, "web"));
        expire();
        begun(FileId.random());
    }

    @Test
    void aSizeThatWasNotKnownIsNotedLater() {
        Await.result(uploads.begin(id, "m", OptionalLong.empty(), "", false, "web"));
        assertEquals(
                OptionalLong.empty(),
                Await.result(uploads.find(id)).orElseThrow().size());
        Hold hold = Await.result(uploads.hold(id));
        Await.result(uploads.setSize(hold, 5_000_000_000L));
        assertEquals(
                OptionalLong.of(5_000_000_000L),
                Await.result(uploads.find(id)).orElseThrow().size());
    }

    @Test
    void oneRequestAtATimeMayWriteToIt() {
        Hold hold = held();
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.hold(id));
        Await.result(uploads.release(hold));
        Await.result(uploads.hold(id));
    }

    @Test
    void nobodyHoldsWhatIsNotThere() {
        assertFails(Failure.NOT_FOUND, () -> uploads.hold(id));
    }

    @Test
    void aHoldThatRanOutIsTakenOverAndItsFormerHolderCanStoreNothing() {
        Hold first = held();
        loseHold();
        Hold second = Await.result(uploads.hold(id));
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.extend(first));
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.setSize(first, 1));
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.complete(first));
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.accept(first, UPLOAD, Priority.DEFAULT));
        Await.result(uploads.release(first));
        Await.result(uploads.remove(first));
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.hold(id));
        Await.result(uploads.accept(second, UPLOAD, Priority.DEFAULT));
    }

    @Test
    void aHoldThatRanOutAndThatNobodyTookCanBeExtended() {
        Hold hold = held();
        loseHold();
        Await.result(uploads.extend(hold));
        assertFails(Failure.UPLOAD_LOCKED, () -> uploads.hold(id));
    }

    @Test
    void anAcceptedUploadIsAJobAndNoUploadAnyMore() {
        Await.result(uploads.accept(held(), UPLOAD, 7));
        assertEquals(Optional.empty(), Await.result(uploads.find(id)));
        var job = Await.result(jobs.job(id)).orElseThrow();
        assertEquals(JobState.QUEUED, job.state());
        assertEquals(UPLOAD, job.upload());
        assertEquals(7, job.priority());
    }

    @Test
    void anIdThatAJobHasIsTakenAndTheUploadStays() {
        Hold hold = held();
        Await.result(jobs.accept(id, UPLOAD, Priority.DEFAULT));
        assertFails(Failure.ID_TAKEN, () -> jobs.accept(id, UPLOAD, Priority.DEFAULT));
        assertFails(Failure.ID_TAKEN, () -> uploads.accept(hold, UPLOAD, Priority.DEFAULT));
        assertTrue(Await.result(uploads.find(id)).isPresent());
    }

    @Test
    void aCompletePartCanBeTakenHoldOfAgain() {
        Await.result(uploads.begin(id, "m", OptionalLong.of(1), "", true, "web"));
        Await.result(uploads.complete(Await.result(uploads.hold(id))));
        ResumableUpload part = Await.result(uploads.find(id)).orElseThrow();
        assertTrue(part.partial() && part.complete());
        Await.result(uploads.hold(id));
    }

    @Test
    void whatAJobWasJoinedOfIsKnownAsLongAsTheJobIs() {
        String concat = "final;/uploads/" + FileId.random();
        Await.result(uploads.acceptJoined(id, UPLOAD, 7, concat));
        assertEquals(7, Await.result(jobs.job(id)).orElseThrow().priority());
        assertEquals(Optional.of(concat), Await.result(uploads.concat(id)));
        assertFails(Failure.ID_TAKEN, () -> uploads.acceptJoined(id, UPLOAD, 7, "final;"));
        assertEquals(Optional.of(concat), Await.result(uploads.concat(id)));
        assertEquals(Optional.empty(), Await.result(uploads.concat(FileId.random())));
        Await.result(jobs.remove(id));
        assertEquals(Optional.empty(), Await.result(uploads.concat(id)));
    }

    @Test
    void whatExpiredIsGoneForItsClientAndWaitsToBeRemoved() {
        begun(id);
        FileId fresh = FileId.random();
        begun(fresh);
        expire();
        assertFails(Failure.UPLOAD_EXPIRED, () -> uploads.find(id));
        assertFails(Failure.UPLOAD_EXPIRED, () -> uploads.hold(id));
        List<Hold> over = Await.result(uploads.holdExpired(10));
        assertEquals(
                List.of(id), over.stream().map(hold -> hold.upload().fileId()).toList());
        assertEquals(List.of(), Await.result(uploads.holdExpired(10)));
        Await.result(uploads.remove(over.get(0)));
        assertEquals(Optional.empty(), Await.result(uploads.find(id)));
        assertTrue(Await.result(uploads.find(fresh)).isPresent());
    }

    @Test
    void whoeverRemovesWhatExpiredAndDiesIsFollowedByAnother() {
        begun(id);
        expire();
        assertEquals(1, Await.result(uploads.holdExpired(10)).size());
        loseHold();
        assertEquals(1, Await.result(uploads.holdExpired(10)).size());
    }

    @Test
    void writingKeepsItFromExpiring() {
        Hold hold = held();
        expire();
        Await.result(uploads.extend(hold));
        assertTrue(Await.result(uploads.find(id)).isPresent());
    }

    @Test
    void partsThatWereJoinedGoSoonerButNeverLater() {
        begun(id);
        FileId other = FileId.random();
        begun(other);
        Await.result(uploads.expireWithin(List.of(id), 60));
        var soon = Await.result(uploads.find(id)).orElseThrow().expiresAt();
        var late = Await.result(uploads.find(other)).orElseThrow().expiresAt();
        assertTrue(soon.isBefore(late.minusSeconds(DAY / 2)));
        Await.result(uploads.expireWithin(List.of(id), 10 * DAY));
        assertEquals(soon, Await.result(uploads.find(id)).orElseThrow().expiresAt());
    }
}
