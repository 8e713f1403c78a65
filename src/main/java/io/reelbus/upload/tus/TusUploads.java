package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.Upload;
import io.reelbus.store.Hold;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaSink;
import io.reelbus.store.MediaStore;
import io.reelbus.store.ResumableUpload;
import io.reelbus.store.UploadStore;
import io.reelbus.upload.Announcer;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.ProfileChoice;
import io.reelbus.upload.ReservedSink;
import io.reelbus.upload.Room;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The resumable uploads of the whole cluster, as any of its nodes serves them: the rows are in the database, the bytes
 * in the media store, and nothing is in memory. An upload that has all its bytes becomes a job, and is answered as
 * complete only once it is one.
 */
final class TusUploads {
    private static final int PATIENCE = 8;
    private static final long AGAIN_MS = 250;

    private final Vertx vertx;
    private final UploadStore uploads;
    private final MediaStore media;
    private final JobStore jobs;
    private final Announcer announcer;
    private final Room room;
    private final ProfileChoice profiles;
    private final long maxBytes;
    private final int leaseSeconds;

    TusUploads(TusTools tools) {
        this.vertx = tools.vertx();
        this.uploads = tools.uploads();
        this.media = tools.media();
        this.jobs = tools.jobs();
        this.announcer = tools.announcer();
        this.room = tools.room();
        this.profiles = tools.ingest().profiles();
        this.maxBytes = tools.maxBytes();
        this.leaseSeconds = tools.leaseSeconds();
    }

    /** Begins one. Fails with TOO_LARGE, DISK_FULL, TOO_MANY_UPLOADS, EMPTY_FILE, UNKNOWN_PROFILE or PROFILE_UNAVAILABLE before anything is done. */
    Future<Standing> create(OptionalLong size, String metadata, boolean partial) {
        FileId fileId = FileId.random();
        if (size.isPresent() && size.getAsLong() == 0) {
            return Future.failedFuture(Failure.EMPTY_FILE.asException());
        }
        // What becomes of a part is said by whoever joins it with others.
        Future<String> chosen = partial
                ? Future.succeededFuture(Upload.DEFAULT_PROFILE)
                : profiles.choose(Metadata.parse(metadata).profile());
        return chosen.compose(profile -> room.check(size)
                        .compose(there ->
                                uploads.begin(fileId, media.original(fileId), size, metadata, partial, profile)))
                .map(begun -> standing(begun, 0));
    }

    /** Where it stands. What has all its bytes and is no job yet, for its node died, is made one first. */
    Future<Standing> look(FileId fileId) {
        return uploads.find(fileId).compose(found -> found.map(this::look).orElseGet(() -> finished(fileId)));
    }

    private Future<Standing> look(ResumableUpload upload) {
        if (upload.complete()) {
            return Future.succeededFuture(standing(upload, upload.size().orElseThrow()));
        }
        return media.durable(upload.media()).compose(durable -> {
            boolean isWhole = upload.size().isPresent() && upload.size().getAsLong() == durable;
            return isWhole
                    ? append(upload.fileId(), durable, OptionalLong.empty(), Piece.NOTHING)
                    : Future.succeededFuture(standing(upload, durable));
        });
    }

    private Future<Standing> finished(FileId fileId) {
        return jobs.job(fileId)
                .compose(job -> job.isEmpty()
                        ? Future.failedFuture(Failure.NOT_FOUND.asException())
                        : uploads.concat(fileId).map(concat -> standing(job.get(), concat)));
    }

    /**
     * Writes a piece to it, from {@code offset} on, and makes a job of it when that was the last. What was poured before
     * a failure is kept. Fails with OFFSET_MISMATCH, UPLOAD_LOCKED, UPLOAD_EXPIRED, UPLOAD_JOINED, NOT_FOUND, TOO_LARGE,
     * DISK_FULL.
     *
     * @param size what the client says now that it is to have; empty: nothing new
     */
    Future<Standing> append(FileId fileId, long offset, OptionalLong size, Piece piece) {
        long askedAt = System.nanoTime();
        return uploads.find(fileId)
                .compose(found -> found.isPresent() && !found.get().complete()
                        ? uploads.hold(fileId)
                                .compose(hold -> sized(hold, size)
                                        .compose(
                                                upload -> write(new Hold(upload, hold.fence()), askedAt, offset, piece))
                                        .eventually(() -> uploads.release(hold)))
                        : look(fileId).compose(complete -> atEnd(complete, offset)));
    }

    /** A client that never heard of the end says its last piece again, which may hold nothing now. */
    private static Future<Standing> atEnd(Standing complete, long offset) {
        if (complete.isJoined()) {
            return Future.failedFuture(Failure.UPLOAD_JOINED.asException());
        }
        return complete.offset() == offset
                ? Future.succeededFuture(complete)
                : Future.failedFuture(Failure.OFFSET_MISMATCH.asException());
    }

    private Future<ResumableUpload> sized(Hold hold, OptionalLong size) {
        ResumableUpload upload = hold.upload();
        if (size.isEmpty() || size.equals(upload.size())) {
            return Future.succeededFuture(upload);
        }
        if (upload.size().isPresent()) {
            return Future.failedFuture(Failure.BAD_REQUEST.because("The length of an upload cannot change."));
        }
        return media.durable(upload.media())
                .compose(durable -> size.getAsLong() < Math.max(1, durable)
                        ? Future.failedFuture(
                                Failure.BAD_REQUEST.because("The upload has more bytes than that already."))
                        : room.check(size))
                .compose(there -> uploads.setSize(hold, size.getAsLong()))
                .map(noted -> upload.ofSize(size.getAsLong()));
    }

    private Future<Standing> write(Hold hold, long askedAt, long offset, Piece piece) {
        ResumableUpload upload = hold.upload();
        long most = upload.size().orElse(maxBytes);
        return room.within(
                piece.length(),
                space -> media.resume(upload.media(), hold.fence(), most)
                        .map(space::over)
                        .compose(sink -> {
                            Optional<FailureException> misfit = misfit(sink.size(), offset, piece, most);
                            if (misfit.isPresent()) {
                                return sink.suspend().transform(left -> Future.failedFuture(misfit.get()));
                            }
                            var held = HeldSink.open(vertx, uploads, hold, leaseSeconds, askedAt, sink, most);
                            var counted = new Counting(vertx, announcer, upload, sink);
                            return piece.pour()
                                    .apply(held)
                                    .transform((all, cut) -> end(hold, held, sink, cut))
                                    .onComplete(over -> {
                                        held.close();
                                        counted.close();
                                    })
                                    .map(written -> standing(upload, sink.size()));
                        }));
    }

    /** Whatever came stays, unless another has taken over; then fails with what the piece was {@code cut} off by, if it was. */
    private Future<Void> end(Hold hold, HeldSink held, ReservedSink sink, @Nullable Throwable cut) {
        return held.end()
                .compose(
                        kept -> sink.settled()
                                .compose(there -> cut == null && isWhole(hold.upload(), sink)
                                        ? finish(hold, sink)
                                        : sink.suspend()),
                        lost -> sink.drop().transform(left -> Future.failedFuture(lost)))
                .transform((ended, trouble) -> {
                    Throwable why = cut == null ? trouble : cut;
                    return why == null ? Future.succeededFuture() : Future.failedFuture(why);
                });
    }

    private static Optional<FailureException> misfit(long there, long offset, Piece piece, long most) {
        if (there != offset) {
            return Optional.of(
                    Failure.OFFSET_MISMATCH.because("The upload goes on at " + there + ", not at " + offset + "."));
        }
        return piece.length().orElse(0) > most - there
                ? Optional.of(Failure.TOO_LARGE.because(
                        "That is more than the upload is to have, which is " + most + " bytes."))
                : Optional.empty();
    }

    private static boolean isWhole(ResumableUpload upload, MediaSink sink) {
        return upload.size().isPresent() && upload.size().getAsLong() == sink.size();
    }

    private Future<Void> finish(Hold hold, MediaSink sink) {
        Future<Void> written = sink.end()
                .compose(ended -> sink.commit(), cut -> sink.suspend().transform(left -> Future.failedFuture(cut)));
        return written.compose(durable -> {
            ResumableUpload upload = hold.upload();
            if (upload.partial()) {
                return uploads.complete(hold);
            }
            Upload accepted = upload(Metadata.parse(upload.metadata()), sink.size(), upload.media(), upload.profile());
            int priority = Metadata.parse(upload.metadata()).priority();
            return uploads.accept(hold, accepted, priority)
                    .onSuccess(done -> announcer.accepted(upload.fileId(), accepted));
        });
    }

    static Upload upload(Metadata metadata, long size, String address, String profile) {
        return Ingest.upload(metadata.filename(), metadata.type(), size, address, profile);
    }

    /** Empty where it is not there or complete already, which is for whoever deletes videos. */
    Future<Optional<FileId>> remove(FileId fileId) {
        return uploads.find(fileId)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : holdSoon(fileId, PATIENCE).compose(this::remove).map(Optional.of(fileId)));
    }

    /** A client that gives up breaks its last piece off just before, which may still be on its way to the disk. */
    private Future<Hold> holdSoon(FileId fileId, int tries) {
        return uploads.hold(fileId)
                .recover(trouble -> tries > 0 && Failure.UPLOAD_LOCKED.isOf(trouble)
                        ? vertx.timer(AGAIN_MS, TimeUnit.MILLISECONDS).compose(later -> holdSoon(fileId, tries - 1))
                        : Future.failedFuture(trouble));
    }

    private Future<Void> remove(Hold hold) {
        return media.deleteUnfinished(hold.upload().media()).compose(gone -> uploads.remove(hold));
    }

    private static Standing standing(ResumableUpload upload, long offset) {
        return new Standing(
                upload.fileId(),
                offset,
                upload.size(),
                upload.metadata(),
                upload.partial() ? Optional.of(Concatenation.PARTIAL) : Optional.empty(),
                Optional.of(upload.expiresAt()));
    }

    /** Of one that is a video by now. */
    private static Standing standing(Job job, Optional<String> concat) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("filename", job.upload().filename());
        said.put("filetype", job.upload().mimeType());
        long size = job.upload().size();
        return new Standing(job.fileId(), size, OptionalLong.of(size), Metadata.encode(said), concat, Optional.empty());
    }
}
