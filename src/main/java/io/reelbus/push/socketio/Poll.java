package io.reelbus.push.socketio;

/** A GET of a polling client that waits for its answer; it gets one. */
interface Poll {
    void answer(String payload);

    void refuse(EngineError error);
}
