package io.reelbus.push.socketio;

/** What the protocol above asks of its engine session. None of these calls back before it returns, but the closing ones. */
interface Link {
    /** Sends the packet, or queues it. Dropped once the session closes. */
    void send(Outbound packet);

    /** Whether the client should be sent no more now. */
    boolean isFull();

    /** Closes the transport at once. */
    void close(String reason);

    /** Closes the transport when all that waits has been sent. */
    void closeAfterFlush(String reason);
}
