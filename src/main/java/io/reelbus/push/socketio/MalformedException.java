package io.reelbus.push.socketio;

/** What a client sent breaks the protocol; its connection ends. Carries no stack: anybody can cause one. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message, null, false, false);
    }
}
