package io.reelbus.job;

/**
 * The position of an event in its file's story: {@code n * 1_000_000 + k}, where {@code n} numbers the journal entry
 * and {@code k} the progress since that entry (0: the entry itself). It only ever rises, so a subscriber drops what
 * is not above the last one it has seen, and only a skipped {@code n} is a gap.
 */
public final class Seq {
    private static final long STRIDE = 1_000_000;

    /** The highest {@code k} of a progress: at ten a second it is reached after 27 hours. */
    public static final int MAX_PROGRESS = 999_998;

    private Seq() {}

    /** The seq of a journal entry; {@code entry} counts from 1. */
    public static long ofEntry(int entry) {
        return of(entry, 0);
    }

    /** The seq of the {@code progress}-th progress since an entry, both counted from 1. */
    public static long of(int entry, int progress) {
        if (entry < 1 || progress < 0 || progress > MAX_PROGRESS) {
            throw new IllegalArgumentException("no such position: entry " + entry + ", progress " + progress);
        }
        return entry * STRIDE + progress;
    }

    /** Room for one event that always comes directly before the given entry and after all progress before it. */
    public static long justBefore(long entrySeq) {
        return entrySeq - 1;
    }

    /** The number of the journal entry at or below this position. */
    public static int entry(long seq) {
        return (int) (seq / STRIDE);
    }

    /** Whether an event at {@code next} cannot directly follow what was last seen: an entry lies between. */
    public static boolean isGap(long last, long next) {
        return entry(next) > entry(last) + (next % STRIDE == 0 ? 1 : 0);
    }
}
