package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Upload;
import io.reelbus.store.MediaStore;
import io.reelbus.store.ResumableUpload;
import io.reelbus.store.Unfinished;
import io.reelbus.store.UploadStore;
import io.reelbus.upload.Ingest;
import io.reelbus.upload.Receipt;
import io.reelbus.upload.Room;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one video of parts that were uploaded side by side. */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

    /** A client whose answer was lost may ask again for so long. */
    private static final int KEPT_SECONDS = 3_600;

    private final UploadStore uploads;
    private final MediaStore media;
    private final Unfinished unfinished;
    private final Ingest ingest;
    private final Room room;

    Joining(TusTools tools) {
        this.uploads = tools.uploads();
        this.media = tools.media();
        this.unfinished = tools.unfinished();
        this.ingest = tools.ingest();
        this.room = tools.room();
    }

    /** Fails with UNKNOWN_PROFILE, PROFILE_UNAVAILABLE, BAD_REQUEST where a part is not there or not complete, or as an upload of that size does. */
    Future<Receipt> join(Concatenation.Final joined, Metadata metadata) {
        List<FileId> parts = joined.parts();
        if (new HashSet<>(parts).size() < parts.size()) {
            throw Failure.BAD_REQUEST.because("A part is named twice.");
        }
        return ingest.profiles()
                .choose(metadata.profile())
                .compose(profile -> Future.all(parts.stream().map(this::part).toList())
                        .compose(all -> {
                            List<ResumableUpload> whole = all.list();
                            long size = whole.stream()
                                    .mapToLong(part -> part.size().orElse(0))
                                    .sum();
                            return room.within(
                                    OptionalLong.of(size),
                                    space -> join(whole, size, metadata, profile, joined.header()));
                        }))
                .onSuccess(stored -> expire(parts));
    }

    /** Where that fails they go when their own time is over. */
    private void expire(List<FileId> parts) {
        uploads.expireWithin(parts, KEPT_SECONDS)
                .onFailure(trouble -> LOG.atDebug().setCause(trouble).log("parts that were joined stay for longer"));
    }

    private Future<ResumableUpload> part(FileId id) {
        return uploads.find(id)
                .map(found -> found.filter(part -> part.partial() && part.complete())
                        .orElseThrow(() -> Failure.BAD_REQUEST.because(
                                "A part is not there, or not complete, or no part: " + id + ".")));
    }

    private Future<Receipt> join(
            List<ResumableUpload> parts, long size, Metadata metadata, String profile, String concat) {
        int priority = metadata.priority();
        FileId fileId = FileId.random();
        String address = media.original(fileId);
        Upload upload = TusUploads.upload(metadata, size, address, profile);
        return unfinished
                .begin(fileId, address)
                .compose(begun -> media.concatenate(
                        address, parts.stream().map(ResumableUpload::media).toList()))
                .compose(joined ->
                        ingest.accept(fileId, upload, () -> uploads.acceptJoined(fileId, upload, priority, concat)))
                .recover(trouble -> Ingest.mayRemove(trouble)
                        ? media.deleteOriginal(address)
                                .compose(gone -> unfinished.end(fileId, address))
                                .transform(left -> Future.failedFuture(trouble))
                        : Future.failedFuture(trouble));
    }
}
