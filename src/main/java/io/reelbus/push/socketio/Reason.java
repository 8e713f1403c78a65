package io.reelbus.push.socketio;

/** Why a socket went, in the words of the reference server where it has any. */
final class Reason {
    static final String TRANSPORT_CLOSE = "transport close";
    static final String TRANSPORT_ERROR = "transport error";
    static final String PING_TIMEOUT = "ping timeout";
    static final String TOO_BIG = "message too big";
    static final String TOO_SLOW = "reads too slowly";
    static final String PARSE_ERROR = "parse error";
    static final String FORCED_CLOSE = "forced close";
    static final String SHUTTING_DOWN = "server shutting down";
    static final String CLIENT_DISCONNECT = "client namespace disconnect";
    static final String SERVER_DISCONNECT = "server namespace disconnect";

    private Reason() {}
}
