package io.reelbus.push.socketio;

/** Counts bytes without making them. */
final class Utf8 {
    private Utf8() {}

    /** The length of the text in UTF-8; a surrogate pair counts 2 + 2. */
    static int length(CharSequence text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return bytes;
    }
}
