package io.reelbus.upload;

import java.util.OptionalLong;

/**
 * The arithmetic of a disk that many uploads share: what those under way are still to write is no longer free for
 * others. All in bytes; from any thread.
 */
final class Reservations {
    private final long keptFree;
    private long reserved;

    /** So much stays free whatever comes. */
    Reservations(long keptFree) {
        this.keptFree = keptFree;
    }

    /** Whether there is room for so many beside what is reserved, of {@code free} that the disk has now. */
    synchronized boolean hasRoom(long free, long bytes) {
        return left(free) >= bytes;
    }

    /** Takes as many; false where there is no room for them. */
    synchronized boolean take(long free, long bytes) {
        if (!hasRoom(free, bytes)) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    /**
     * Takes a step of an upload that does not say how long it is: {@code step}, but no more than half of what is left, for
     * others come too, and no less than {@code needed} now. Empty where there is no room for that.
     */
    synchronized OptionalLong takeAhead(long free, long needed, long step) {
        if (!hasRoom(free, needed)) {
            return OptionalLong.empty();
        }
        long taken = Math.max(needed, Math.min(step, left(free) / 2));
        reserved += taken;
        return OptionalLong.of(taken);
    }

    synchronized void giveBack(long bytes) {
        reserved -= bytes;
    }

    synchronized long total() {
        return reserved;
    }

    private long left(long free) {
        return free - reserved - keptFree;
    }
}
