package io.reelbus.push.socketio;

/** What a polling client may expect, it may expect of a server that is not its session's too. */
class RelayedPollingTest extends PollingTest {
    @Override
    boolean isRelayed() {
        return true;
    }
}
