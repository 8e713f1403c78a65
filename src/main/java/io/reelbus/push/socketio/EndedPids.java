package io.reelbus.push.socketio;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The clients that said goodbye on this node and must not be taken back, the latest of them alone: a client that
 * connects again after its disconnect still presents what it had. Used by all event loops.
 */
final class EndedPids {
    static final int MOST = 10_000;

    private final Set<String> pids = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    });

    synchronized void add(String pid) {
        boolean unused = pids.add(pid);
    }

    synchronized boolean contains(String pid) {
        return pids.contains(pid);
    }
}
