package io.reelbus.push.socketio;

import java.time.Duration;

/**
 * What a Socket.IO server promises its clients, and how much it takes from them.
 *
 * @param path of every request, with slashes at both ends
 * @param pingInterval between two pings to a client
 * @param pingTimeout how long a client may take to answer a ping before its session ends
 * @param maxPayload bytes of one request body, one WebSocket message, or one answered poll
 * @param connectTimeout how long a session may stay without having joined a namespace
 * @param upgradeTimeout how long a WebSocket may probe before it is closed; the polling session lives on
 * @param maxQueue bytes a session may have waiting for its client; a session that would exceed it ends
 * @param maxAttachments binary attachments in one packet of a client
 */
public record SocketIoOptions(
        String path,
        Duration pingInterval,
        Duration pingTimeout,
        int maxPayload,
        Duration connectTimeout,
        Duration upgradeTimeout,
        int maxQueue,
        int maxAttachments) {

    public static final int DEFAULT_MAX_QUEUE = 4 << 20;
    public static final int DEFAULT_MAX_ATTACHMENTS = 10;

    public SocketIoOptions {
        require(path.length() > 1 && path.startsWith("/") && path.endsWith("/"), "path needs slashes at both ends");
        positive(pingInterval, "pingInterval");
        positive(pingTimeout, "pingTimeout");
        positive(connectTimeout, "connectTimeout");
        positive(upgradeTimeout, "upgradeTimeout");
        require(maxPayload > 0, "maxPayload must be positive");
        require(maxQueue > 0, "maxQueue must be positive");
        require(maxAttachments >= 0, "maxAttachments must not be negative");
    }

    public SocketIoOptions(
            String path,
            Duration pingInterval,
            Duration pingTimeout,
            int maxPayload,
            Duration connectTimeout,
            Duration upgradeTimeout) {
        this(
                path,
                pingInterval,
                pingTimeout,
                maxPayload,
                connectTimeout,
                upgradeTimeout,
                DEFAULT_MAX_QUEUE,
                DEFAULT_MAX_ATTACHMENTS);
    }

    /** The values of the reference server, which clients know. */
    public static SocketIoOptions defaults() {
        return new SocketIoOptions(
                "/socket.io/",
                Duration.ofSeconds(25),
                Duration.ofSeconds(20),
                1_000_000,
                Duration.ofSeconds(45),
                Duration.ofSeconds(10));
    }

    private static void positive(Duration duration, String name) {
        require(duration.toMillis() > 0, name + " must be at least a millisecond");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
