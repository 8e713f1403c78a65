package io.reelbus.upload.tus;

import io.reelbus.store.Hold;
import io.reelbus.store.MediaStore;
import io.reelbus.store.UploadStore;
import io.vertx.core.Future;

/** Removes resumable uploads whose time is over, their bytes first; what a crash leaves in between is found again. */
public final class ExpiredUploads {
    private final UploadStore uploads;
    private final MediaStore media;

    public ExpiredUploads(UploadStore uploads, MediaStore media) {
        this.uploads = uploads;
        this.media = media;
    }

    /** Removes up to so many, and says how many these were. */
    public Future<Integer> remove(int limit) {
        return uploads.holdExpired(limit)
                .compose(over ->
                        Future.join(over.stream().map(this::remove).toList()).map(over.size()));
    }

    private Future<Void> remove(Hold hold) {
        return media.deleteOriginal(hold.upload().media()).compose(gone -> uploads.remove(hold));
    }
}
