package io.reelbus.push.socketio;

import org.jspecify.annotations.Nullable;

/**
 * One Socket.IO packet.
 *
 * @param attachments how many binary messages follow it; 0 unless the type is binary
 * @param namespace starts with a slash
 * @param id joins an event with its ack; absent where none is wanted
 * @param data a JsonObject, a JsonArray or nothing, as the type demands
 */
record Packet(
        PacketType type,
        int attachments,
        String namespace,
        @Nullable Long id,
        @Nullable Object data) {

    static Packet of(PacketType type, String namespace, @Nullable Object data) {
        return new Packet(type, 0, namespace, null, data);
    }
}
