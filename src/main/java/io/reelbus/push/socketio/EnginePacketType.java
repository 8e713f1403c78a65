package io.reelbus.push.socketio;

import org.jspecify.annotations.Nullable;

/** The Engine.IO v4 packet types; a packet starts with its type's digit. */
enum EnginePacketType {
    OPEN,
    CLOSE,
    PING,
    PONG,
    MESSAGE,
    UPGRADE,
    NOOP;

    private static final EnginePacketType[] BY_DIGIT = values();

    char digit() {
        return (char) ('0' + ordinal());
    }

    static @Nullable EnginePacketType of(char digit) {
        int index = digit - '0';
        return index >= 0 && index < BY_DIGIT.length ? BY_DIGIT[index] : null;
    }
}
