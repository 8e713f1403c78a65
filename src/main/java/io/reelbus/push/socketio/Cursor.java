package io.reelbus.push.socketio;

/** A place in a text that moves forward as its parts are read. */
final class Cursor {
    /** What is read behind the last character; no packet may hold it unescaped. */
    private static final char END = '\0';

    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    char take() {
        char next = peek();
        at = Math.min(at + 1, text.length());
        return next;
    }

    /** The text before this character, which is skipped; or all that is left. */
    String until(char stop) {
        int end = text.indexOf(stop, at);
        String part = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return part;
    }

    /** The ASCII digits here, perhaps none. */
    String digits(int most) throws MalformedException {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at - start > most) {
            throw new MalformedException("number too long");
        }
        return text.substring(start, at);
    }

    String rest() {
        return text.substring(at);
    }
}
