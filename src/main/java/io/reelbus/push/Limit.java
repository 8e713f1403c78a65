package io.reelbus.push;

import java.util.Locale;

/** What delivery bounds, for each socket, each address or the whole node. */
public enum Limit {
    /** Connections of one address. */
    CONNECTIONS,
    /** Files that one socket, or all sockets of one address, may watch. */
    SUBSCRIPTIONS,
    /** Files that do not exist yet and are waited for, by one socket, one address, or on one node. */
    WAITING,
    /** Messages of one client in a second. */
    MESSAGES,
    /** Bytes of one message. */
    PAYLOAD,
    /** Bytes that wait for one slow reader. */
    OUTBOX,
    /** How long one reader may take nothing. */
    STUCK;

    /** Its name in the metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
