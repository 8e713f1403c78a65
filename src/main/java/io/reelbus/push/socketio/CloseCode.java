package io.reelbus.push.socketio;

/** WebSocket close codes (RFC 6455, section 7.4.1). */
final class CloseCode {
    static final short NORMAL = 1000;
    static final short GOING_AWAY = 1001;
    static final short PROTOCOL_ERROR = 1002;
    static final short TOO_BIG = 1009;

    private CloseCode() {}

    /** A client comes back after any of these, as long as it got no DISCONNECT packet before. */
    static short of(String reason) {
        return switch (reason) {
            case Reason.TRANSPORT_CLOSE -> NORMAL;
            case Reason.PARSE_ERROR -> PROTOCOL_ERROR;
            case Reason.TOO_BIG -> TOO_BIG;
            default -> GOING_AWAY;
        };
    }
}
