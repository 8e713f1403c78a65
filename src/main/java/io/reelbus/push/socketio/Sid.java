package io.reelbus.push.socketio;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes session ids: who knows one can speak for its session, so none can be guessed. In a cluster an id ends in the
 * name of the server that made it, behind a dot.
 */
final class Sid {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** 144 bits: 24 characters without padding. */
    private static final int BYTES = 18;

    private static final int LENGTH = 24;
    private static final char SEPARATOR = '.';

    private Sid() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** An id of a session that lives on the server of this name; without one where the name is empty. */
    static String random(String home) {
        return home.isEmpty() ? random() : random() + SEPARATOR + home;
    }

    /** The name of the server where the session lives; empty where the id names none. */
    static String home(String sid) {
        return sid.length() > LENGTH && sid.charAt(LENGTH) == SEPARATOR ? sid.substring(LENGTH + 1) : "";
    }
}
