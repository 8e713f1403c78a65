package io.reelbus.push.socketio;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes session ids: who knows one can speak for its session, so none can be guessed. */
final class Sid {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** 144 bits: 24 characters without padding. */
    private static final int BYTES = 18;

    private Sid() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
