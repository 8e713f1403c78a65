package io.reelbus.push.socketio;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Timers of which there are many and which rarely fire, such as those of heartbeats: each costs one small object, and
 * setting or canceling one touches its neighbours alone. Time is counted in ticks that somebody gives. For one thread.
 */
final class TimerWheel {
    /** A power of two; timers that are further ahead than this stay in their slot for more than one turn of the wheel. */
    private static final int SLOTS = 512;

    private final Entry[] slots = new Entry[SLOTS];
    private long now;
    private int size;

    TimerWheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Entry(this, 0, () -> {});
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Runs the task in this many ticks from now, at least one, unless it is canceled. */
    Owner.Timer after(long ticks, Runnable task) {
        Entry entry = new Entry(this, now + Math.max(1, ticks), task);
        slot(entry.due).append(entry);
        size++;
        return entry;
    }

    /**
     * Lets this many ticks pass and then runs what has become due, in the order of its time. What a task sets anew counts
     * from behind all of these ticks. A task that throws spoils nothing but itself: the first such failure is thrown on,
     * after all others have run.
     */
    void advance(long ticks) {
        List<Entry> due = new ArrayList<>();
        for (long i = 1; i <= Math.min(ticks, SLOTS); i++) {
            slot(now + i).takeDue(now + ticks, due);
        }
        now += ticks;
        due.sort((one, other) -> Long.compare(one.due, other.due));
        RuntimeException failure = null;
        for (Entry entry : due) {
            try {
                entry.fire();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Entry slot(long tick) {
        return slots[(int) (tick & (SLOTS - 1))];
    }

    /** One timer in the circle of its slot, or the slot itself, which is where the circle begins. */
    private static final class Entry implements Owner.Timer {
        private final TimerWheel wheel;
        private final long due;
        private @Nullable Runnable task;
        private Entry before = this;
        private Entry behind = this;

        Entry(TimerWheel wheel, long due, Runnable task) {
            this.wheel = wheel;
            this.due = due;
            this.task = task;
        }

        void append(Entry last) {
            last.before = before;
            last.behind = this;
            before.behind = last;
            before = last;
        }

        void takeDue(long now, List<Entry> taken) {
            for (Entry each = behind; each != this; ) {
                Entry next = each.behind;
                if (each.due <= now) {
                    each.unlink();
                    taken.add(each);
                }
                each = next;
            }
        }

        private void unlink() {
            before.behind = behind;
            behind.before = before;
            before = this;
            behind = this;
        }

        void fire() {
            Runnable fired = end();
            if (fired != null) {
                fired.run();
            }
        }

        /** It is no more: whoever keeps it keeps nothing else with it. */
        private @Nullable Runnable end() {
            Runnable ended = task;
            if (ended != null) {
                task = null;
                wheel.size--;
            }
            return ended;
        }

        @Override
        public void cancel() {
            if (end() != null) {
                unlink();
            }
        }
    }
}
