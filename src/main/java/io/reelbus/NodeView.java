package io.reelbus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.bus.Timestamps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node says of itself: a few lines of its configuration, and what its meters show now. */
final class NodeView {
    private final Parts parts;
    private final Instant startedAt = Instant.now();
    private volatile String address = "";

    NodeView(Parts parts) {
        this.parts = parts;
    }

    void listening(String where) {
        address = where;
    }

    JsonObject now() {
        JsonObject node = new JsonObject()
                .put("name", parts.name())
                .put("silent", false)
                .put(
                        "roles",
                        new JsonArray(parts.config().roles().stream()
                                .sorted()
                                .map(Role::wire)
                                .toList()))
                .put("version", Main.version())
                .put("address", address)
                .put("startedAt", Timestamps.text(startedAt))
                .put("uptimeSeconds", Duration.between(startedAt, Instant.now()).toSeconds())
                .put("draining", parts.draining().isDraining())
                .put("members", members());
        MeterRegistry meters = parts.metrics().registry();
        putSlots(node, meters);
        putSockets(node, meters);
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return node.put("taps", value(meters.find("reelbus.taps").gauge()))
                .put("heap", new JsonObject().put("used", heap.getUsed()).put("max", heap.getMax()));
    }

    private int members() {
        return parts.joined()
                .member()
                .map(member -> member.getCluster().getMembers().size())
                .orElse(1);
    }

    private static void putSlots(JsonObject node, MeterRegistry meters) {
        Gauge slots = meters.find("reelbus.slots").gauge();
        if (slots != null) {
            node.put(
                    "slots",
                    new JsonObject()
                            .put("busy", value(meters.find("reelbus.slots.busy").gauge()))
                            .put("total", value(slots)));
        }
    }

    /** By transport; a transport that is added shows here as soon as it is counted. */
    private static void putSockets(JsonObject node, MeterRegistry meters) {
        Gauge watched = meters.find("reelbus.watched.files").gauge();
        if (watched != null) {
            TreeMap<String, Object> sockets = new TreeMap<>();
            meters.find("reelbus.sockets")
                    .gauges()
                    .forEach(gauge -> sockets.put(String.valueOf(gauge.getId().getTag("transport")), value(gauge)));
            node.put("sockets", new JsonObject(sockets)).put("watchedFiles", value(watched));
        }
    }

    private static long value(@Nullable Gauge gauge) {
        return gauge == null ? 0 : Math.round(gauge.value());
    }
}
