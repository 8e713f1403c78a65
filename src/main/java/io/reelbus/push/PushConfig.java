package io.reelbus.push;

/**
 * How progress is delivered: the heartbeat of sockets in milliseconds, the largest message a client may send in bytes,
 * how many files one socket may watch, and how many seconds it may wait for a file that does not exist yet.
 */
public record PushConfig(
        int pingIntervalMs, int pingTimeoutMs, int maxPayloadBytes, int waitSeconds, int maxSubscriptionsPerSocket) {
    public PushConfig {
        atLeast("pingIntervalMs", pingIntervalMs, 100);
        atLeast("pingTimeoutMs", pingTimeoutMs, 100);
        atLeast("maxPayloadBytes", maxPayloadBytes, 1_000);
        if (maxPayloadBytes > 1_000_000) {
            throw new IllegalArgumentException("push.maxPayloadBytes must be 1000000 or less");
        }
        atLeast("waitSeconds", waitSeconds, 1);
        atLeast("maxSubscriptionsPerSocket", maxSubscriptionsPerSocket, 1);
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("push." + key + " must be " + least + " or more");
        }
    }
}
