package io.reelbus.push;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The readers of this node behind whom something waits. They alone are looked after from time to time, so that a socket
 * whose reader keeps up costs no timer. From any thread.
 */
final class SlowReaders {
    private final Set<Reader> slow = ConcurrentHashMap.newKeySet();

    void add(Reader reader) {
        boolean unused = slow.add(reader);
    }

    void remove(Reader reader) {
        boolean unused = slow.remove(reader);
    }

    int size() {
        return slow.size();
    }

    /** Lets each of them, on its own context, see whether it has waited for too long. */
    void look() {
        slow.forEach(reader -> reader.context().runOnContext(task -> reader.look()));
    }
}
