package io.reelbus.upload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.job.Failure;
import io.reelbus.store.MediaStore;
import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Whether there is room for an upload, which is asked before its first byte is taken: a disk that is full in the middle
 * of it fails all who write, the database among them. What this node's uploads are still to write is reserved; of those
 * of other nodes on the same disk only what they have written is known.
 */
public final class Room {
    private static final long MEGABYTE = 1 << 20;

    /** How far ahead an upload reserves that does not say how long it is. */
    private static final long STEP = 64 * MEGABYTE;

    private final MediaStore media;
    private final long maxBytes;
    private final Reservations reservations;

    public Room(MediaStore media, UploadConfig config, MeterRegistry registry) {
        this.media = media;
        this.maxBytes = config.maxBytes();
        this.reservations = new Reservations(config.minFreeMegabytes() * MEGABYTE);
        Gauge.builder("reelbus.upload.reserved", reservations, Reservations::total)
                .description("Bytes that uploads under way are still to write")
                .baseUnit("bytes")
                .register(registry);
    }

    /** {@code bytes} is what will come, where that is known. Fails with TOO_LARGE or DISK_FULL. */
    public Future<Void> check(OptionalLong bytes) {
        long coming = bytes.orElse(0);
        return free(coming)
                .compose(free -> free.isEmpty() || reservations.hasRoom(free.getAsLong(), coming)
                        ? Future.succeededFuture()
                        : full());
    }

    private Future<OptionalLong> free(long coming) {
        return coming > maxBytes
                ? Future.failedFuture(Failure.TOO_LARGE.because(
                        "The file is larger than this server accepts, which is " + maxBytes + " bytes."))
                : media.free();
    }

    private static <T> Future<T> full() {
        return Future.failedFuture(Failure.DISK_FULL.asException());
    }

    /**
     * As {@link #check}, and has the room kept until the work is over; what it writes counts against the reservation, or
     * twice until then.
     */
    public <T> Future<T> within(OptionalLong bytes, Function<Reservation, Future<T>> work) {
        return reserve(bytes)
                .compose(space -> Future.<Void>succeededFuture()
                        .compose(begin -> work.apply(space))
                        .onComplete(over -> space.close()));
    }

    /** As {@link #check}; who has it closes it. */
    Future<Reservation> reserve(OptionalLong bytes) {
        return free(bytes.orElse(0)).compose(free -> {
            if (free.isEmpty()) {
                return Future.succeededFuture(new Reservation(this, false, 0));
            }
            if (bytes.isEmpty()) {
                return ahead(free.getAsLong(), 0).map(taken -> new Reservation(this, true, taken));
            }
            return reservations.take(free.getAsLong(), bytes.getAsLong())
                    ? Future.succeededFuture(new Reservation(this, false, bytes.getAsLong()))
                    : full();
        });
    }

    /** Takes {@code needed} bytes at least for an upload that goes on, and says how many. */
    Future<Long> ahead(long needed) {
        return media.free().compose(free -> ahead(free.orElse(Long.MAX_VALUE), needed));
    }

    private Future<Long> ahead(long free, long needed) {
        OptionalLong taken = reservations.takeAhead(free, needed, Math.min(STEP, maxBytes));
        return taken.isPresent() ? Future.succeededFuture(taken.getAsLong()) : full();
    }

    void giveBack(long bytes) {
        reservations.giveBack(bytes);
    }
}
