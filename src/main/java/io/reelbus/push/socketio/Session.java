package io.reelbus.push.socketio;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session as all event loops see it: who owns it, and what the owner may be asked to do with it.
 *
 * @param posting whether a POST is being read; they arrive on any event loop, and must not overlap
 */
record Session(String sid, Owner owner, EngineSession engine, AtomicBoolean posting) {
    void close(String reason) {
        owner.execute(() -> engine.close(reason));
    }
}
