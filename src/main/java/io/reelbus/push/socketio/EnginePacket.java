package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;

/** One Engine.IO packet as it came from a client. */
sealed interface EnginePacket {
    /** A packet of any type with its text, which is often empty. */
    record Text(EnginePacketType type, String data) implements EnginePacket {}

    /** A binary message: bytes have no other packet type. */
    record Binary(Buffer data) implements EnginePacket {}
}
