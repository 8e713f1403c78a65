package io.reelbus.upload;

import io.reelbus.store.MediaSink;
import io.vertx.core.Future;

/**
 * What one upload may still write of the room there is; the rest goes back at its end. Used on the context that asked for
 * it.
 */
public final class Reservation {
    private final Room room;

    /** Whether it is extended when it is used up. */
    private final boolean grows;

    private long left;
    private boolean closed;

    Reservation(Room room, boolean grows, long bytes) {
        this.room = room;
        this.grows = grows;
        this.left = bytes;
    }

    /** The sink, within this. */
    public ReservedSink over(MediaSink sink) {
        return new ReservedSink(sink, this);
    }

    boolean suffices(long bytes) {
        return !grows || bytes <= left;
    }

    /** So many are on their way to the disk, where whoever asks sees them. */
    public void use(long bytes) {
        long used = Math.min(bytes, left);
        left -= used;
        room.giveBack(used);
    }

    /** Fails with DISK_FULL where there is no room for so many more. */
    Future<Void> extend(long needed) {
        return room.ahead(needed).map(taken -> {
            left += taken;
            if (closed) {
                close();
            }
            return null;
        });
    }

    /** At the end of the upload, however it ended; harmless when it was closed before. */
    void close() {
        closed = true;
        room.giveBack(left);
        left = 0;
    }
}
