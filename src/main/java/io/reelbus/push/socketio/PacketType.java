package io.reelbus.push.socketio;

import org.jspecify.annotations.Nullable;

/** The Socket.IO v5 packet types; a packet starts with its type's digit. */
enum PacketType {
    CONNECT,
    DISCONNECT,
    EVENT,
    ACK,
    CONNECT_ERROR,
    BINARY_EVENT,
    BINARY_ACK;

    private static final PacketType[] BY_DIGIT = values();

    char digit() {
        return (char) ('0' + ordinal());
    }

    static @Nullable PacketType of(char digit) {
        int index = digit - '0';
        return index >= 0 && index < BY_DIGIT.length ? BY_DIGIT[index] : null;
    }

    boolean isBinary() {
        return this == BINARY_EVENT || this == BINARY_ACK;
    }

    /** The same packet when it carries attachments. */
    PacketType binary() {
        return switch (this) {
            case EVENT -> BINARY_EVENT;
            case ACK -> BINARY_ACK;
            default -> throw new IllegalStateException(this + " carries no attachments");
        };
    }
}
