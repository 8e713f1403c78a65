package io.reelbus.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tap as a node knows it whose messages it sees: what it wants, how much of it, and until when. The tap's node
 * renews it each second; where that is gone, or cut off, it ends by itself. From any thread.
 */
final class Interest {
    private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final String id;
    private final AddressPattern pattern;
    private final boolean received;
    private final int most;
    private final Allowance allowance;
    private List<String> waiting = new ArrayList<>();
    private volatile long renewedAt;

    Interest(String id, AddressPattern pattern, boolean received, int perSecond, long now) {
        this.id = id;
        this.pattern = pattern;
        this.received = received;
        this.most = perSecond;
        this.allowance = new Allowance(perSecond, now);
        this.renewedAt = now;
    }

    String id() {
        return id;
    }

    boolean wantsReceived() {
        return received;
    }

    void renew(long now) {
        renewedAt = now;
    }

    boolean isOver(long now) {
        return now - renewedAt > LEASE_NANOS;
    }

    /** Whether a message of this address is to be shown; one that is too many is counted. */
    boolean takes(boolean isReceived, String address, long now) {
        return (received || !isReceived) && pattern.matches(address) && allowance.take(now);
    }

    /** True when it is the first that waits: somebody must take what waits. */
    synchronized boolean add(String sighting) {
        if (waiting.size() >= most) {
            allowance.refuse();
            return false;
        }
        waiting.add(sighting);
        return waiting.size() == 1;
    }

    /** What the tap has to be told, {@code {node, seen: [text], dropped}}; null where that is nothing. */
    synchronized @Nullable JsonObject take(String node) {
        long dropped = allowance.takeRefused();
        if (waiting.isEmpty() && dropped == 0) {
            return null;
        }
        JsonArray seen = new JsonArray(waiting);
        waiting = new ArrayList<>();
        return new JsonObject().put("node", node).put("seen", seen).put("dropped", dropped);
    }
}
