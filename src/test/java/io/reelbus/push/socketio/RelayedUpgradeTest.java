package io.reelbus.push.socketio;

/** A client moves to a WebSocket that leads through another server. */
class RelayedUpgradeTest extends UpgradeTest {
    @Override
    boolean isRelayed() {
        return true;
    }
}
