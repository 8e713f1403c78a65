package io.reelbus.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * Taps show people what is said on the buses of all nodes. The node at which one is opened says so to all others, again
 * and again, so that those that join later hear of it too; each of them looks at its own bus and sends what it has
 * seen. Nobody remembers a tap that is not renewed: it ends with its node, or where the network is cut.
 */
public final class Taps {
    /** All that taps say to each other is said below this; it is never shown. */
    static final String ADDRESS = "inspect.taps";

    private static final long RENEW_MS = 1_000;

    private final Vertx vertx;
    private final EventBus bus;
    private final String node;
    private final Context context;
    private final Interceptors interceptors;
    /** The timer that ends what is not renewed; -1 while there is nothing to end. */
    private long timer = -1;

    private Taps(Vertx vertx, String node) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.node = node;
        this.context = vertx.getOrCreateContext();
        this.interceptors = new Interceptors(bus, node, interest -> context.runOnContext(task -> tell(interest)));
    }

    /** Complete once this node, of this name, hears of the taps of the others. */
    public static Future<Taps> open(Vertx vertx, String node, MeterRegistry registry) {
        Taps taps = new Taps(vertx, node);
        Gauge.builder("reelbus.taps", taps, Taps::count)
                .description("Open taps, of all nodes, to which this node shows its messages")
                .baseUnit("taps")
                .register(registry);
        return taps.bus
                .<JsonObject>consumer(ADDRESS, message -> taps.heard(message.body()))
                .completion()
                .map(taps);
    }

    /** To how many taps this node shows its messages. */
    int count() {
        return interceptors.interests().size();
    }

    /**
     * Opens a tap on the caller's context.
     *
     * @param received whether it is also shown each receipt, not only what is sent
     * @param perSecond how many messages each node shows at most
     */
    public Future<Tap> tap(AddressPattern pattern, boolean received, int perSecond, Tap.Listener listener) {
        String id = UUID.randomUUID().toString();
        MessageConsumer<JsonObject> consumer =
                bus.consumer(ADDRESS + "." + id, message -> told(message.body(), listener));
        JsonObject wish = new JsonObject()
                .put("id", id)
                .put("address", pattern.text())
                .put("received", received)
                .put("perSecond", perSecond);
        // Where the registration fails, what was made of it on this node goes too.
        return consumer.completion().onFailure(trouble -> consumer.unregister()).map(registered -> {
            bus.publish(ADDRESS, wish);
            long renewing = vertx.setPeriodic(RENEW_MS, tick -> bus.publish(ADDRESS, wish));
            return () -> {
                boolean unused = vertx.cancelTimer(renewing);
                bus.publish(ADDRESS, new JsonObject().put("id", id).put("closed", true));
                return consumer.unregister();
            };
        });
    }

    private static void told(JsonObject body, Tap.Listener listener) {
        String from = body.getString("node");
        if (body.getBoolean("joined", false)) {
            listener.joined(from);
        } else {
            listener.seen(
                    from,
                    body.getJsonArray("seen").stream().map(String::valueOf).toList(),
                    body.getLong("dropped"));
        }
    }

    private synchronized void heard(JsonObject wish) {
        String id = wish.getString("id");
        long now = System.nanoTime();
        Interest known = interceptors.interests().get(id);
        if (wish.getBoolean("closed", false)) {
            boolean unused = interceptors.remove(id);
        } else if (known == null) {
            interceptors.add(new Interest(
                    id,
                    new AddressPattern(wish.getString("address")),
                    wish.getBoolean("received"),
                    wish.getInteger("perSecond"),
                    now));
            bus.send(ADDRESS + "." + id, new JsonObject().put("node", node).put("joined", true));
        } else {
            known.renew(now);
        }
        adjustTimer();
    }

    private void adjustTimer() {
        boolean needed = count() > 0;
        if (needed && timer < 0) {
            timer = vertx.setPeriodic(RENEW_MS, tick -> tick());
        } else if (!needed && timer >= 0) {
            boolean unused = vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private synchronized void tick() {
        long now = System.nanoTime();
        interceptors.interests().values().forEach(interest -> {
            if (interest.isOver(now)) {
                boolean unused = interceptors.remove(interest.id());
            } else {
                // What was left out of a burst is told when the burst is over.
                tell(interest);
            }
        });
        adjustTimer();
    }

    private void tell(Interest interest) {
        JsonObject news = interest.take(node);
        if (news != null) {
            bus.send(ADDRESS + "." + interest.id(), news);
        }
    }
}
