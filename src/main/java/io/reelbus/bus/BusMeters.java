package io.reelbus.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much this node publishes on the bus. */
final class BusMeters {
    private final MeterRegistry registry;
    private final Map<String, Counter> published = new ConcurrentHashMap<>();

    BusMeters(MeterRegistry registry) {
        this.registry = registry;
        Announcement.EVENTS.forEach(event -> published.put(event, counter(event)));
    }

    void published(String event) {
        published.computeIfAbsent(event, this::counter).increment();
    }

    private Counter counter(String event) {
        return Counter.builder("reelbus.bus.events")
                .description("Events of files that this node has published on the bus")
                .baseUnit("events")
                .tag("event", event)
                .register(registry);
    }
}
