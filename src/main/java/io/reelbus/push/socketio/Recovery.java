package io.reelbus.push.socketio;

import io.vertx.core.Future;

/**
 * Takes back a client whose connection was cut: connection state recovery. The library keeps nothing for it. The offset
 * is the string that ended the last event the client had, and whatever is needed to go on must be found from that.
 */
@FunctionalInterface
public interface Recovery {
    /**
     * Lets the socket stand where the offset says, and sends it what it missed; on the socket's context. What is emitted
     * before the future completes goes out before the answer to the client's CONNECT; the client keeps that until the answer
     * comes, even over its next cut, and then has it twice: what it missed is better emitted afterwards. False: the offset is none of ours;
     * this socket then goes, and the client is a new one.
     */
    Future<Boolean> recover(Socket socket, String offset);
}
