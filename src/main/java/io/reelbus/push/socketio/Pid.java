package io.reelbus.push.socketio;

import java.util.regex.Pattern;

/** Makes the private id of a client, by which it knows that it was taken back when it connects again. */
final class Pid {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{24}");

    private Pid() {}

    static String random() {
        return Sid.random();
    }

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
