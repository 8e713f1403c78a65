package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;

/** What an engine session tells the protocol above it. */
interface EngineListener {
    void onText(String text);

    void onBinary(Buffer data);

    /** The session can take more again, after it said that it is full. */
    void onDrain();

    /** The session is gone. The last call, and the only one. */
    void onClose(String reason);
}
