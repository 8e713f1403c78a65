package io.reelbus.push.socketio;

import org.jspecify.annotations.Nullable;

/** The answer a client may have asked for with an event. */
public interface Ack {
    boolean isRequested();

    /** Answers, from any thread. Does nothing where no answer was asked for, or one was given already. */
    void send(@Nullable Object... args);
}
