package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.store.MediaStore;
import io.vertx.core.Future;
import java.util.OptionalLong;

/**
 * Whether there is room for an upload, which is asked before its first byte is taken: a disk that is full in the middle
 * of it fails all who write, the database among them.
 */
public final class Room {
    private static final long MEGABYTE = 1 << 20;

    private final MediaStore media;
    private final long maxBytes;
    private final long keptFree;

    public Room(MediaStore media, UploadConfig config) {
        this.media = media;
        this.maxBytes = config.maxBytes();
        this.keptFree = config.minFreeMegabytes() * MEGABYTE;
    }

    /** {@code bytes} is what will come, where that is known. Fails with TOO_LARGE or DISK_FULL. */
    public Future<Void> check(OptionalLong bytes) {
        long coming = bytes.orElse(0);
        if (coming > maxBytes) {
            return Future.failedFuture(Failure.TOO_LARGE.because(
                    "The file is larger than this server accepts, which is " + maxBytes + " bytes."));
        }
        return media.free()
                .compose(free -> free.isPresent() && free.getAsLong() - coming < keptFree
                        ? Future.failedFuture(Failure.DISK_FULL.asException())
                        : Future.succeededFuture());
    }
}
