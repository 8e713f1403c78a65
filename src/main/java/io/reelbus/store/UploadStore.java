package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Upload;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The store of resumable uploads, in the database of the jobs that they become. Every method is one short transaction
 * on a worker thread.
 */
public final class UploadStore {
    private final JobStore jobs;
    private final UploadTable table;
    private final int maxOpen;

    /**
     * {@code leaseSeconds}: how long a hold lasts; {@code expireSeconds}: how long an upload without news is kept;
     * {@code maxOpen}: how many there may be.
     */
    public UploadStore(JobStore jobs, int leaseSeconds, int expireSeconds, int maxOpen) {
        this.jobs = jobs;
        this.table = new UploadTable(leaseSeconds, expireSeconds);
        this.maxOpen = maxOpen;
    }

    /**
     * Begins one of this id, whose original is to be at this media address. Fails with TOO_MANY_UPLOADS; of those that
     * begin at the same moment a few more may be let in.
     */
    public Future<ResumableUpload> begin(
            FileId fileId, String media, OptionalLong size, String metadata, boolean partial, String profile) {
        return jobs.write(handle -> {
            if (UploadTable.open(handle, maxOpen) >= maxOpen) {
                throw Failure.TOO_MANY_UPLOADS.asException();
            }
            return table.begin(handle, fileId, media, size, metadata, partial, profile);
        });
    }

    /** Empty where there is none; fails with UPLOAD_EXPIRED where its time is over. */
    public Future<Optional<ResumableUpload>> find(FileId fileId) {
        return jobs.write(handle -> table.find(handle, fileId));
    }

    /** Takes the right to write to it. Fails with UPLOAD_LOCKED where another has it, UPLOAD_EXPIRED, or NOT_FOUND. */
    public Future<Hold> hold(FileId fileId) {
        return jobs.write(handle -> table.hold(handle, fileId));
    }

    /** Keeps the hold, and the upload from expiring. Fails with UPLOAD_LOCKED where another has taken over. */
    public Future<Void> extend(Hold hold) {
        return held(jobs.write(handle -> table.extend(handle, hold)));
    }

    /** Gives the right to write back; nothing happens where another has it. */
    public Future<Void> release(Hold hold) {
        return jobs.write(handle -> table.release(handle, hold)).mapEmpty();
    }

    /** Notes the size that was not known. Fails with UPLOAD_LOCKED where another has taken over. */
    public Future<Void> setSize(Hold hold, long size) {
        return held(jobs.write(handle -> table.setSize(handle, hold, size)));
    }

    /** Notes that a partial one has all its bytes, and lets go of it. Fails with UPLOAD_LOCKED. */
    public Future<Void> complete(Hold hold) {
        return held(jobs.durably(handle -> table.complete(handle, hold)));
    }

    /**
     * Makes a job of it, in one transaction; when this succeeds that survives the loss of power. Fails with
     * UPLOAD_LOCKED where another has taken over, and with ID_TAKEN.
     */
    public Future<Void> accept(Hold hold, Upload upload, int priority) {
        return jobs.durably(handle -> {
            if (!table.remove(handle, hold)) {
                throw Failure.UPLOAD_LOCKED.asException();
            }
            jobs.insert(handle, hold.upload().fileId(), upload, priority);
            return null;
        });
    }

    /**
     * Makes a job of parts that were joined, and keeps how their client named them; when this succeeds that survives the
     * loss of power. Fails with ID_TAKEN.
     */
    public Future<Void> acceptJoined(FileId fileId, Upload upload, int priority, String concat) {
        return jobs.durably(handle -> {
            jobs.insert(handle, fileId, upload, priority);
            UploadTable.insertJoined(handle, fileId, concat);
            return null;
        });
    }

    /** How its client named the parts of which this video was joined; empty where it was not. */
    public Future<Optional<String>> concat(FileId fileId) {
        return jobs.write(handle -> UploadTable.concat(handle, fileId));
    }

    /** Forgets it; its bytes go first. */
    public Future<Void> remove(Hold hold) {
        return jobs.write(handle -> table.remove(handle, hold)).mapEmpty();
    }

    /** Has these go within so many seconds, for they are no longer needed. */
    public Future<Void> expireWithin(Collection<FileId> parts, int seconds) {
        return jobs.write(handle -> {
            table.expireWithin(handle, parts, seconds);
            return null;
        });
    }

    /** Takes hold of up to so many whose time is over. */
    public Future<List<Hold>> holdExpired(int limit) {
        return jobs.write(handle -> table.holdExpired(handle, limit));
    }

    private static Future<Void> held(Future<Boolean> update) {
        return update.compose(held -> held
                ? Future.succeededFuture()
                : Future.failedFuture(Failure.UPLOAD_LOCKED.because("Another request has taken over this upload.")));
    }
}
