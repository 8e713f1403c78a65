package io.reelbus.transcode;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reelbus.store.Claim;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What this node's slots do. */
public final class WorkMeters {
    /** How an attempt ends. */
    enum Outcome {
        COMPLETED,
        /** And with it the job. */
        FAILED,
        /** It failed, and another will follow. */
        RETRIED,
        /** Given back by a node that stops. */
        RELEASED,
        /** Its lease was lost, or somebody else has ended the job. */
        ABANDONED
    }

    private static final Duration[] WAITS =
            Stream.of(1, 5, 15, 60, 300, 900, 3600).map(Duration::ofSeconds).toArray(Duration[]::new);

    private final Timer queueWait;
    private final Counter started;
    private final Counter takenOver;
    private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);
    private final AtomicInteger busy = new AtomicInteger();

    /** {@code slots} is how many there are. */
    public WorkMeters(MeterRegistry registry, int slots) {
        this.queueWait = Timer.builder("reelbus.queue.wait")
                .description("From the acceptance of a job to its first attempt")
                .serviceLevelObjectives(WAITS)
                .register(registry);
        this.started = Counter.builder("reelbus.attempts.started")
                .description("Attempts that slots of this node have begun")
                .register(registry);
        this.takenOver = Counter.builder("reelbus.attempts.taken.over")
                .description("Of the attempts begun those whose job was taken from a worker that had gone silent")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            ended.put(outcome, counter(registry, outcome));
        }
        Gauge.builder("reelbus.slots", () -> slots)
                .description("Slots of this node: how many jobs it works on at once")
                .baseUnit("slots")
                .register(registry);
        Gauge.builder("reelbus.slots.busy", busy, AtomicInteger::get)
                .description("Slots of this node that work on a job")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, Outcome outcome) {
        return Counter.builder("reelbus.attempts.ended")
                .description("Attempts of this node that are over, by how they ended")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    void began(Claim.Held held) {
        boolean first = held.lease().attempt() == 1;
        started.increment();
        if (first) {
            queueWait.record(held.waited());
        }
        if (held.takenOver()) {
            takenOver.increment();
        }
        int unused = busy.incrementAndGet();
    }

    void ended(Outcome outcome) {
        Counter counter = ended.get(outcome);
        if (counter != null) {
            counter.increment();
        }
        int unused = busy.decrementAndGet();
    }
}
