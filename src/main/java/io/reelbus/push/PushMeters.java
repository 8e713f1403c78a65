package io.reelbus.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.bus.Announcement;
import io.reelbus.push.socketio.Relayed;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Who watches by this node, and what they are told. */
public final class PushMeters {
    private final MeterRegistry registry;
    private final Counter storyReads;
    private final AtomicInteger watchedFiles = new AtomicInteger();
    private final LongAdder waitingBytes = new LongAdder();
    private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);
    private final Map<String, LongAdder> deliveries = new ConcurrentHashMap<>();

    public PushMeters(MeterRegistry registry) {
        this.registry = registry;
        this.storyReads = Counter.builder("reelbus.story.reads")
                .description("Stories that the rooms of this node have asked the store for")
                .register(registry);
        Gauge.builder("reelbus.watched.files", watchedFiles, AtomicInteger::get)
                .description("Files that sockets of this node watch and whose story is not over")
                .baseUnit("files")
                .register(registry);
        Gauge.builder("reelbus.outbox", waitingBytes, LongAdder::sum)
                .description("What waits for sockets whose reader is slow")
                .baseUnit("bytes")
                .register(registry);
        for (Limit limit : Limit.values()) {
            refused.put(
                    limit,
                    Counter.builder("reelbus.push.refused")
                            .description("What limits of delivery have kept from clients, or ended")
                            .tag("limit", limit.label())
                            .register(registry));
        }
        Announcement.EVENTS.forEach(event -> deliveries.put(event, adder(event)));
    }

    /** Shows as open sockets of this transport what the count says whenever it is asked. */
    public void sockets(String transport, Supplier<Number> count) {
        Gauge.builder("reelbus.sockets", count)
                .description("Open sockets of this node by transport")
                .baseUnit("sockets")
                .tag("transport", transport)
                .register(registry);
    }

    /** Shows as sockets whose reader is slow what the count says whenever it is asked. */
    void slowReaders(Supplier<Number> count) {
        Gauge.builder("reelbus.slow.readers", count)
                .description("Sockets for which something waits, since their transport can take no more")
                .baseUnit("sockets")
                .register(registry);
    }

    /** So many bytes more wait for slow readers; negative: so many less. */
    void waiting(long bytes) {
        waitingBytes.add(bytes);
    }

    /** A limit has kept something from a client, or has ended its connection. */
    public void refused(Limit limit) {
        Objects.requireNonNull(refused.get(limit)).increment();
    }

    /** Shows what a Socket.IO server has passed on to those of other nodes. */
    public void relayed(Relayed relayed) {
        relayed("poll", relayed, Relayed::polls);
        relayed("post", relayed, Relayed::posts);
        relayed("upgrade", relayed, Relayed::upgrades);
        FunctionCounter.builder("reelbus.relay.failures", relayed, Relayed::failures)
                .description("Requests that could not be passed on: the node of the session is gone or does not answer")
                .register(registry);
    }

    private void relayed(String kind, Relayed relayed, ToDoubleFunction<Relayed> count) {
        FunctionCounter.builder("reelbus.relayed.requests", relayed, count)
                .description("Requests of sessions that live on other nodes, passed on to them")
                .tag("kind", kind)
                .register(registry);
    }

    void storyRead() {
        storyReads.increment();
    }

    void roomOpened() {
        int unused = watchedFiles.incrementAndGet();
    }

    void roomClosed() {
        int unused = watchedFiles.decrementAndGet();
    }

    /** Deliveries of this event to sockets; to be looked up once for many of them. */
    LongAdder deliveries(String event) {
        return deliveries.computeIfAbsent(event, this::adder);
    }

    private LongAdder adder(String event) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder("reelbus.deliveries", adder, LongAdder::sum)
                .description("Events handed to sockets of this node")
                .tag("event", event)
                .register(registry);
        return adder;
    }
}
