package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.store.Cursor;
import io.reelbus.store.Hold;
import io.reelbus.store.MediaStore;
import io.reelbus.store.RetentionStep;
import io.reelbus.store.UploadStore;
import io.reelbus.upload.Announcer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes resumable uploads whose time is over, their bytes first; what a crash leaves in between is found again. */
public final class ExpiredUploads implements RetentionStep {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredUploads.class);
    private static final int BATCH = 100;

    private final UploadStore uploads;
    private final MediaStore media;
    private final Announcer announcer;

    public ExpiredUploads(UploadStore uploads, MediaStore media, Announcer announcer) {
        this.uploads = uploads;
        this.media = media;
        this.announcer = announcer;
    }

    @Override
    public String name() {
        return "expired uploads";
    }

    /** Where nothing could be removed the store is away, and all of it is due again in the next round. */
    @Override
    public Future<Optional<Cursor>> batch(Optional<Cursor> after) {
        return uploads.holdExpired(BATCH)
                .compose(over -> Future.all(over.stream().map(this::remove).toList())
                        .map(removed -> removed.<Boolean>list().contains(true) ? next(over) : Optional.empty()));
    }

    private static Optional<Cursor> next(List<Hold> over) {
        Hold last = over.get(over.size() - 1);
        return Optional.of(new Cursor(last.upload().expiresAt(), last.upload().fileId()));
    }

    private Future<Boolean> remove(Hold hold) {
        return media.deleteUnfinished(hold.upload().media())
                .compose(gone -> uploads.remove(hold))
                .map(gone -> {
                    announcer.refused(Failure.UPLOAD_EXPIRED);
                    return true;
                })
                .recover(trouble -> {
                    LOG.atWarn()
                            .addKeyValue("fileId", hold.upload().fileId())
                            .setCause(trouble)
                            .log("could not remove an expired upload");
                    return Future.succeededFuture(false);
                });
    }
}
