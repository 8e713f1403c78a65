package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaFile;
import io.reelbus.store.MediaStore;
import io.reelbus.store.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Uploads that may be said again, under an id that their client chose: the same bytes are answered as the first time,
 * other bytes are refused. What else is wished for that time counts for nothing, for the video is there. A first upload pays nothing for that; a second is compared with the stored bytes as it comes.
 */
public final class Repeatable {
    private final JobStore jobs;
    private final UploadStore uploads;
    private final MediaStore media;
    private final Ingest ingest;

    public Repeatable(JobStore jobs, UploadStore uploads, MediaStore media, Ingest ingest) {
        this.jobs = jobs;
        this.uploads = uploads;
        this.media = media;
        this.ingest = ingest;
    }

    /**
     * {@code length} is how many bytes will come, where that is known; {@code difference} is what other bytes than
     * those of the first time are refused with; {@code room} is asked for room where they are to be stored.
     */
    Future<Incoming> open(FileId fileId, OptionalLong length, Failure difference, Supplier<Future<Reservation>> room) {
        return jobs.job(fileId)
                .compose(job -> job.isPresent()
                        ? again(job.get(), length, difference.asException())
                        : first(fileId, difference.asException(), room));
    }

    private Future<Incoming> first(FileId fileId, FailureException difference, Supplier<Future<Reservation>> room) {
        return uploads.find(fileId)
                .compose(resumable -> resumable.isPresent()
                        ? Future.failedFuture(Failure.UPLOAD_UNDER_WAY.asException())
                        : room.get())
                .compose(space -> ingest.begin(fileId, space)
                        .onFailure(refused -> space.close())
                        .map(begun -> new First(begun, difference, space)));
    }

    private Future<Incoming> again(Job job, OptionalLong length, FailureException difference) {
        if (length.isPresent() && length.getAsLong() != job.upload().size()) {
            return Future.failedFuture(difference);
        }
        return stored(job).map(file -> new Again(job, new Comparison(file, difference)));
    }

    private Future<MediaFile> stored(Job job) {
        return media.file(job.upload().media()).map(file -> file.orElseThrow(Failure.ID_TAKEN::asException));
    }

    /** Where two come at once, both are first until one is accepted; the other is compared then. */
    private final class First implements Incoming {
        private final Ingest.NewFile file;
        private final FailureException difference;
        private final Reservation space;

        First(Ingest.NewFile file, FailureException difference, Reservation space) {
            this.file = file;
            this.difference = difference;
            this.space = space;
        }

        @Override
        public WriteStream<Buffer> sink() {
            return file.sink();
        }

        @Override
        public Future<Receipt> finish(String filename, String mimeType, Wishes wishes) {
            return file.store(filename, mimeType, wishes)
                    .onComplete(over -> space.close())
                    .recover(trouble -> {
                        Future<Receipt> outcome =
                                Failure.ID_TAKEN.isOf(trouble) ? compare() : Future.failedFuture(trouble);
                        return Ingest.mayRemove(trouble) ? outcome.eventually(file::abandon) : outcome;
                    });
        }

        private Future<Receipt> compare() {
            return jobs.job(file.fileId())
                    .map(job -> job.orElseThrow(Failure.ID_TAKEN::asException))
                    .compose(job -> Future.all(stored(job), media.file(file.address()))
                            .compose(both -> {
                                MediaFile theirs = both.resultAt(0);
                                Optional<MediaFile> ours = both.resultAt(1);
                                return new Comparison(theirs, difference).compareWith(ours.orElseThrow());
                            })
                            .map(same -> new Receipt(job.fileId(), job.upload(), false)));
        }

        @Override
        public Future<Void> abandon() {
            return file.abandon().onComplete(gone -> space.close());
        }
    }

    private record Again(Job job, Comparison comparison) implements Incoming {
        @Override
        public WriteStream<Buffer> sink() {
            return comparison;
        }

        @Override
        public Future<Receipt> finish(String filename, String mimeType, Wishes wishes) {
            return comparison.end().map(same -> new Receipt(job.fileId(), job.upload(), false));
        }

        @Override
        public Future<Void> abandon() {
            return Future.succeededFuture();
        }
    }
}
