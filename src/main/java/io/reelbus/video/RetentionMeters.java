package io.reelbus.video;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.store.Retained;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What this node has removed since its time was over. */
public final class RetentionMeters {
    private final Map<Retained, Counter> removed = new EnumMap<>(Retained.class);

    public RetentionMeters(MeterRegistry registry) {
        for (Retained what : Retained.values()) {
            removed.put(
                    what,
                    Counter.builder("reelbus.retention.removed")
                            .description("What was removed since its time was over")
                            .tag("kind", what.wire())
                            .register(registry));
        }
    }

    void removed(Retained what, int count) {
        Objects.requireNonNull(removed.get(what)).increment(count);
    }
}
