package io.reelbus.push.socketio;

import io.vertx.core.json.Json;

/** An event of a namespace, encoded once, to be sent to many sockets. */
public final class Frame {
    private final String namespace;
    private final Outbound packet;

    private Frame(String namespace, Outbound packet) {
        this.namespace = namespace;
        this.packet = packet;
    }

    /** An event with one argument that is JSON already; the text is taken as it is. */
    public static Frame event(String namespace, String event, String rawJsonPayload) {
        PacketWriter.refuseReserved(event);
        String head = PacketCodec.head(PacketType.EVENT, 0, namespace, null);
        String text = head + '[' + Json.encode(event) + ',' + rawJsonPayload + ']';
        return new Frame(namespace, Outbound.shared(EngineCodec.encode(EnginePacketType.MESSAGE, text)));
    }

    /** The same event with one more argument: an offset of ASCII letters, digits and signs that JSON takes as they are. */
    public Frame withOffset(String offset) {
        String text = packet.text();
        return new Frame(namespace, Outbound.shared(text.substring(0, text.length() - 1) + ",\"" + offset + "\"]"));
    }

    public String namespace() {
        return namespace;
    }

    /** What one socket's queue counts for it. */
    public int bytes() {
        return packet.bytes();
    }

    Outbound packet() {
        return packet;
    }
}
