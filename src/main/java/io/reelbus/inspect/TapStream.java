package io.reelbus.inspect;

import io.reelbus.bus.Tap;
import io.reelbus.http.EventStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One tap's answer, as server-sent events: {@code node} when a node begins to show its messages, {@code message} for
 * each of them, {@code dropped} for those left out. A reader that is slow loses messages, and is told how many; one
 * that reads nothing is hung up on.
 */
final class TapStream implements Tap.Listener {
    private static final long TICK_MS = 1_000;
    private static final long SILENCE_MS = 10_000;
    private static final int MOST_TICKS_FULL = 30;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final EventStream stream;
    private final String node;
    private long timer = NO_TIMER;
    private int ticksFull;
    /** What its reader has missed and has not been told of, by the node that would have shown it. */
    private final Map<String, Long> unread = new LinkedHashMap<>();

    /** {@code over} runs once, when the client has left or was hung up on. */
    TapStream(RoutingContext context, String node, Runnable over) {
        this.vertx = context.vertx();
        this.node = node;
        this.stream = new EventStream(context, () -> {
            boolean unused = timer != NO_TIMER && vertx.cancelTimer(timer);
            over.run();
        });
    }

    /** Begins the answer; false where the client has left already. */
    boolean begin() {
        if (stream.isOver()) {
            return false;
        }
        timer = vertx.setPeriodic(TICK_MS, tick -> tick());
        stream.begin(Buffer.buffer(": open\n\n"), SILENCE_MS);
        return true;
    }

    private void tick() {
        ticksFull = stream.isFull() ? ticksFull + 1 : 0;
        if (ticksFull > MOST_TICKS_FULL) {
            stream.cut();
        } else {
            tellUnread();
        }
    }

    private void tellUnread() {
        Iterator<Map.Entry<String, Long>> next = unread.entrySet().iterator();
        while (next.hasNext() && !stream.isFull()) {
            Map.Entry<String, Long> missed = next.next();
            next.remove();
            JsonObject dropped = new JsonObject().put("node", missed.getKey()).put("count", missed.getValue());
            tell("dropped", dropped.encode());
        }
    }

    private void tell(String event, String json) {
        stream.send(EventStream.event(event, null, json));
    }

    @Override
    public void joined(String from) {
        tell("node", new JsonObject().put("node", from).encode());
    }

    @Override
    public void seen(String from, List<String> sightings, long dropped) {
        for (String sighting : sightings) {
            if (stream.isFull()) {
                missed(node, 1);
            } else {
                tellUnread();
                tell("message", sighting);
            }
        }
        if (dropped > 0) {
            missed(from, dropped);
            tellUnread();
        }
    }

    private void missed(String at, long count) {
        unread.merge(at, count, Long::sum);
    }
}
