package io.reelbus.push;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Those that have registered on the bus a moment ago, to be looked at once more: publishers on other nodes learn of a
 * registration late (16 ms, at most 28, were measured), and between the reading of the story and the registration nobody
 * listened. They are gathered for some milliseconds, since many come at once; each is looked at no earlier than
 * {@link #AFTER_MS} after its registration. On one context alone.
 */
final class SecondLook<T> {
    static final long GATHER_MS = 50;
    static final long AFTER_MS = 200;

    /** Runs a task once, this many milliseconds later. */
    interface Timers {
        void after(long millis, Runnable task);
    }

    private final Timers timers;
    private final Consumer<List<T>> look;
    private List<T> gathering = new ArrayList<>();

    SecondLook(Timers timers, Consumer<List<T>> look) {
        this.timers = timers;
        this.look = look;
    }

    void registered(T one) {
        if (gathering.isEmpty()) {
            timers.after(GATHER_MS, this::gathered);
        }
        gathering.add(one);
    }

    private void gathered() {
        List<T> due = gathering;
        gathering = new ArrayList<>();
        timers.after(AFTER_MS, () -> look.accept(due));
    }
}
