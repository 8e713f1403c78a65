package io.reelbus.push.socketio;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One engine packet ready to go: its text, or the bytes of a binary message.
 *
 * @param text as a WebSocket sends it; empty for a binary message
 * @param binary the bytes of a binary message
 * @param bytes its length in a polling payload, which is also what it counts in the queue
 * @param frame the text as a WebSocket's frame, where many get it
 */
record Outbound(
        String text,
        @Nullable Buffer binary,
        int bytes,
        @Nullable TextFrame frame) {
    static Outbound text(String packet) {
        return new Outbound(packet, null, Utf8.length(packet), null);
    }

    /** A text that is sent to many. */
    static Outbound shared(String packet, int bytes) {
        return new Outbound(packet, null, bytes, new TextFrame(packet));
    }

    static Outbound text(EnginePacketType type, String data) {
        return text(EngineCodec.encode(type, data));
    }

    static Outbound binary(Buffer data) {
        return new Outbound("", data, EngineCodec.base64Length(data.length()), null);
    }

    /** The packet as it stands in a polling payload. */
    String polled() {
        return binary == null ? text : EngineCodec.encodeBase64(binary);
    }

    void writeTo(Wire wire) {
        if (frame != null) {
            wire.frame(frame, text);
        } else if (binary == null) {
            wire.text(text);
        } else {
            wire.binary(binary);
        }
    }
}
