package io.reelbus.push;

import java.util.concurrent.atomic.AtomicInteger;

/** A count that does not rise above what is allowed. From any thread. */
final class Tally {
    private final AtomicInteger count = new AtomicInteger();

    /** Counts one more, unless there are {@code most} already; 0 sets no limit. */
    boolean take(int most) {
        int now = count.getAndUpdate(before -> most == 0 || before < most ? before + 1 : before);
        return most == 0 || now < most;
    }

    void giveBack() {
        giveBack(1);
    }

    void giveBack(int many) {
        int unused = count.addAndGet(-many);
    }

    int count() {
        return count.get();
    }
}
