package io.reelbus.push;

import java.util.Locale;

/** What delivery bounds, for each socket, each address or the whole node. */
public enum Limit {
    /** Connections of one address. */
    CONNECTIONS,
    /** Files that one socket, or all sockets of one address, may watch. */
    SUBSCRIPTIONS,
    /** Files that do not exist yet and are waited for, by one socket, one address, or on one node. */
    WAITING;

    /** Its name in the metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
