package io.reelbus.push.socketio;

/** A WebSocket that a polling client tries out before it moves there. */
final class Probe {
    private final Wire wire;
    private final Owner.Timer timer;
    private boolean answered;

    Probe(Wire wire, Owner.Timer timer) {
        this.wire = wire;
        this.timer = timer;
    }

    boolean isOn(Wire other) {
        return wire == other;
    }

    /** Whether the client knows that the wire works; from here its polls end at once, so that it can move. */
    boolean isAnswered() {
        return answered;
    }

    void answer() {
        answered = true;
        wire.text(EngineCodec.encode(EnginePacketType.PONG, "probe"));
    }

    /** The wire, for good. */
    Wire succeed() {
        timer.cancel();
        return wire;
    }

    void fail(String reason) {
        timer.cancel();
        wire.close(CloseCode.NORMAL, reason);
    }
}
