package io.reelbus.push;

/**
 * How progress is delivered, and how much of it one client may ask for.
 *
 * @param pingIntervalMs between two pings to a socket
 * @param pingTimeoutMs how long a client may take to answer one
 * @param maxPayloadBytes the largest message a client may send
 * @param waitSeconds how long a socket may wait for a file that does not exist yet
 * @param maxSubscriptionsPerSocket how many files one socket may watch
 * @param maxConnectionsPerAddress how many connections one address may keep open; 0: any number
 * @param maxSubscriptionsPerAddress how many files all of them may watch; 0: any number
 * @param maxWaitingPerSocket how many files that do not exist yet one socket may wait for
 * @param maxWaitingPerAddress how many all sockets of one address may wait for; 0: any number
 * @param maxWaitingPerNode how many all sockets of the node may wait for; 0: any number
 * @param maxMessagesPerSecond how many messages of one client are executed
 * @param maxMessageBurst how many it may send at once before that counts
 * @param maxOutboxBytes how much may wait for one slow reader before its connection ends
 * @param stuckSeconds how long something may wait for a reader that takes nothing before its connection ends
 * @param pollSeconds how long the answer to a poll may be held
 */
public record PushConfig(
        int pingIntervalMs,
        int pingTimeoutMs,
        int maxPayloadBytes,
        int waitSeconds,
        int maxSubscriptionsPerSocket,
        int maxConnectionsPerAddress,
        int maxSubscriptionsPerAddress,
        int maxWaitingPerSocket,
        int maxWaitingPerAddress,
        int maxWaitingPerNode,
        int maxMessagesPerSecond,
        int maxMessageBurst,
        int maxOutboxBytes,
        int stuckSeconds,
        int pollSeconds) {
    public PushConfig {
        atLeast("pingIntervalMs", pingIntervalMs, 100);
        atLeast("pingTimeoutMs", pingTimeoutMs, 100);
        atLeast("maxPayloadBytes", maxPayloadBytes, 1_000);
        if (maxPayloadBytes > 1_000_000) {
            throw new IllegalArgumentException("push.maxPayloadBytes must be 1000000 or less");
        }
        atLeast("waitSeconds", waitSeconds, 1);
        atLeast("maxSubscriptionsPerSocket", maxSubscriptionsPerSocket, 1);
        atLeast("maxConnectionsPerAddress", maxConnectionsPerAddress, 0);
        atLeast("maxSubscriptionsPerAddress", maxSubscriptionsPerAddress, 0);
        atLeast("maxWaitingPerSocket", maxWaitingPerSocket, 1);
        atLeast("maxWaitingPerAddress", maxWaitingPerAddress, 0);
        atLeast("maxWaitingPerNode", maxWaitingPerNode, 0);
        atLeast("maxMessagesPerSecond", maxMessagesPerSecond, 1);
        atLeast("maxMessageBurst", maxMessageBurst, 1);
        atLeast("maxOutboxBytes", maxOutboxBytes, 10_000);
        atLeast("stuckSeconds", stuckSeconds, 1);
        atLeast("pollSeconds", pollSeconds, 1);
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("push." + key + " must be " + least + " or more");
        }
    }
}
