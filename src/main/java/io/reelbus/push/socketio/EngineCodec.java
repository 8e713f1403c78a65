package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/** Reads and writes Engine.IO v4 packets and polling payloads (engine.io-protocol, "Packet encoding"). */
final class EngineCodec {
    /** Stands between the packets of a payload; JSON escapes it, so no text packet holds one. */
    static final char SEPARATOR = '\u001e';

    private EngineCodec() {}

    static String encode(EnginePacketType type, String data) {
        return type.digit() + data;
    }

    /** A binary message in a polling payload, where only text can travel. */
    static String encodeBase64(Buffer data) {
        return 'b' + Base64.getEncoder().encodeToString(data.getBytes());
    }

    /** The length of {@link #encodeBase64} for this many bytes. */
    static int base64Length(int bytes) {
        return 1 + (bytes + 2) / 3 * 4;
    }

    /** Reads the text of one WebSocket frame. */
    static EnginePacket.Text decodeText(String packet) throws MalformedException {
        EnginePacketType type = packet.isEmpty() ? null : EnginePacketType.of(packet.charAt(0));
        if (type == null) {
            throw new MalformedException("unknown engine packet type");
        }
        return new EnginePacket.Text(type, packet.substring(1));
    }

    /** Reads one packet of a polling payload. */
    static EnginePacket decodePolled(String packet) throws MalformedException {
        return packet.startsWith("b") ? decodeBase64(packet) : decodeText(packet);
    }

    private static EnginePacket decodeBase64(String packet) throws MalformedException {
        try {
            return new EnginePacket.Binary(Buffer.buffer(Base64.getDecoder().decode(packet.substring(1))));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("binary packet is not base64");
        }
    }
}
