package io.reelbus.push.socketio;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text message as a server's WebSocket frame (RFC 6455, section 5.2), made once for all who get it, at the first. */
final class TextFrame {
    private static final int FINAL_TEXT = 0x81;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;

    private final String text;
    private volatile byte @Nullable [] bytes;

    TextFrame(String text) {
        this.text = text;
    }

    /** The whole frame; not to be changed. */
    byte[] bytes() {
        byte[] made = bytes;
        if (made == null) {
            // Two event loops that come at once both make it, and both are the same.
            made = make(text);
            bytes = made;
        }
        return made;
    }

    private static byte[] make(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        int header = payload.length < LENGTH_IN_16_BITS ? 2 : payload.length <= 0xffff ? 4 : 10;
        byte[] bytes = new byte[header + payload.length];
        bytes[0] = (byte) FINAL_TEXT;
        if (header == 2) {
            bytes[1] = (byte) payload.length;
        } else {
            bytes[1] = (byte) (header == 4 ? LENGTH_IN_16_BITS : LENGTH_IN_64_BITS);
            long rest = payload.length;
            for (int at = header - 1; at > 1; at--) {
                bytes[at] = (byte) rest;
                rest >>= 8;
            }
        }
        System.arraycopy(payload, 0, bytes, header, payload.length);
        return bytes;
    }
}
