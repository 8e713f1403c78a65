package io.reelbus.bus;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Look at every message of this node's bus as it passes and consume none; a consumer that was added to look took half
 * of the messages away from those they were for. While nobody is interested the bus has no interceptor at all.
 */
final class Interceptors {
    private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

    private final EventBus bus;
    private final String node;
    private final Consumer<Interest> due;
    private final Map<String, Interest> interests = new ConcurrentHashMap<>();
    private final Handler<DeliveryContext<Object>> sent = context -> pass(context, false);
    private final Handler<DeliveryContext<Object>> received = context -> pass(context, true);
    private boolean lookingAtSent;
    private boolean lookingAtReceived;

    /** {@code due} is called from any thread when something waits in an interest. */
    Interceptors(EventBus bus, String node, Consumer<Interest> due) {
        this.bus = bus;
        this.node = node;
        this.due = due;
    }

    Map<String, Interest> interests() {
        return Map.copyOf(interests);
    }

    synchronized void add(Interest interest) {
        interests.put(interest.id(), interest);
        adjust();
    }

    /** Whether it was there. */
    synchronized boolean remove(String id) {
        boolean there = interests.remove(id) != null;
        adjust();
        return there;
    }

    private void adjust() {
        boolean any = !interests.isEmpty();
        boolean anyReceived = interests.values().stream().anyMatch(Interest::wantsReceived);
        if (any != lookingAtSent) {
            lookingAtSent = any;
            EventBus unused = any ? bus.addOutboundInterceptor(sent) : bus.removeOutboundInterceptor(sent);
        }
        if (anyReceived != lookingAtReceived) {
            lookingAtReceived = anyReceived;
            EventBus unused =
                    anyReceived ? bus.addInboundInterceptor(received) : bus.removeInboundInterceptor(received);
        }
    }

    /** Whatever goes wrong in looking, the message goes on: without {@code next} it would be lost. */
    private void pass(DeliveryContext<Object> context, boolean isReceived) {
        try {
            look(context, isReceived);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("could not show a message");
        } finally {
            context.next();
        }
    }

    private void look(DeliveryContext<Object> context, boolean isReceived) {
        Message<Object> message = context.message();
        String address = message.address();
        if (address.startsWith(Taps.ADDRESS)) {
            // What taps tell each other would be told again for ever.
            return;
        }
        long now = System.nanoTime();
        String line = null;
        for (Interest interest : interests.values()) {
            if (interest.takes(isReceived, address, now)) {
                line = line == null ? encode(context, message, isReceived) : line;
                if (interest.add(line)) {
                    due.accept(interest);
                }
            }
        }
    }

    private String encode(DeliveryContext<Object> context, Message<Object> message, boolean isReceived) {
        String address = message.address();
        String replyAddress = message.replyAddress();
        return new Sighting(
                        node,
                        isReceived,
                        Sighting.kind(message.isSend(), address, replyAddress),
                        address,
                        replyAddress,
                        message.headers(),
                        isReceived ? message.body() : context.body(),
                        Instant.now())
                .encode();
    }
}
