package io.reelbus.store;

/**
 * How large the parts of a multipart upload are. S3 takes 10,000 parts of one object, each but the last of at least
 * 5 MiB. A part is never less than a thousandth of what is before it, so that these are enough for the largest object
 * whatever its size will be, and however often its upload is interrupted.
 */
final class PartSize {
    /** What S3 demands of every part but the last. */
    static final long LEAST = 5L << 20;

    /** The largest object that every store of this protocol takes: 5 TiB. */
    static final long LARGEST_OBJECT = 5L << 40;

    /** S3 takes 5 GiB; a part also has the batch in which it became large enough. */
    private static final long LARGEST = 4L << 30;

    private PartSize() {}

    /** With how many bytes a part is sent that begins at this offset; {@code wanted} is the size of the first ones. */
    static long at(long offset, long wanted) {
        return Math.min(LARGEST, Math.max(wanted, offset >> 10));
    }

    /** Whether so many bytes from this offset on can be a part behind which others come. */
    static boolean suffices(long offset, long bytes) {
        return bytes >= at(offset, LEAST);
    }

    /** In how many equal pieces an object of this size is copied, each small enough for one call. */
    static int copies(long size) {
        return (int) Math.max(1, (size + LARGEST - 1) / LARGEST);
    }
}
