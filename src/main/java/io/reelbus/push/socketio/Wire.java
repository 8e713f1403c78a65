package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;

/** A WebSocket, as a session writes to it. No method fails: a broken wire reports that it closed. */
interface Wire {
    void text(String packet);

    /** Sends a text whose frame is made already, since others get it too. */
    default void frame(TextFrame frame, String packet) {
        text(packet);
    }

    void binary(Buffer data);

    /** Whether it should not take more now; it reports when it can. */
    boolean isFull();

    void close(short code, String reason);
}
