package io.reelbus.push.socketio;

import java.util.concurrent.atomic.LongAdder;

/** How many requests a server has passed on to others of its cluster, and how many of those it could not. */
public final class Relayed {
    private final LongAdder polls = new LongAdder();
    private final LongAdder posts = new LongAdder();
    private final LongAdder upgrades = new LongAdder();
    private final LongAdder failures = new LongAdder();

    Relayed() {}

    void poll() {
        polls.increment();
    }

    void post() {
        posts.increment();
    }

    void upgrade() {
        upgrades.increment();
    }

    void failure() {
        failures.increment();
    }

    public long polls() {
        return polls.sum();
    }

    public long posts() {
        return posts.sum();
    }

    /** WebSockets to which a polling client wanted to move. */
    public long upgrades() {
        return upgrades.sum();
    }

    /** Those of all kinds whose server is unknown, or did not answer. */
    public long failures() {
        return failures.sum();
    }
}
