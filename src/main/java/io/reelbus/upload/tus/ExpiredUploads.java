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

    /** What could not be removed is held for a while, so that the next batch has others. */
    @Override
    public Future<Optional<Cursor>> batch(Optional<Cursor> after) {
        return uploads.holdExpired(BATCH)
                .compose(over ->
                        Future.all(over.stream().map(this::remove).toList()).map(removed -> next(over)));
    }

    private static Optional<Cursor> next(List<Hold> over) {
        return over.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cursor(
                        over.get(over.size() - 1).upload().expiresAt(),
                        over.get(over.size() - 1).upload().fileId()));
    }

    private Future<Void> remove(Hold hold) {
        return media.deleteOriginal(hold.upload().media())
                .compose(gone -> uploads.remove(hold))
                .onSuccess(gone -> announcer.refused(Failure.UPLOAD_EXPIRED))
                .recover(trouble -> {
                    LOG.atWarn()
                            .addKeyValue("fileId", hold.upload().fileId())
                            .setCause(trouble)
                            .log("could not remove an expired upload");
                    return Future.succeededFuture();
                });
    }
}
