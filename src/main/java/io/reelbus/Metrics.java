package io.reelbus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reelbus.store.JobStore;
import io.reelbus.store.StoreMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/**
 * The meters of one node. Features get the registry and make their own meters in it; those of the process and of the
 * store are made here. It ends with the node's Vert.x, so that nothing keeps a stopped node alive.
 */
final class Metrics {
    private final Vertx vertx;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final StoreMeters store;

    Metrics(Vertx vertx, String node, EventLoops loops, JobStore jobs) {
        this.vertx = vertx;
        registry.config().commonTags("node", node);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        loops.measure(registry);
        this.store = new StoreMeters(jobs, registry);
        ((VertxInternal) vertx).addCloseHook(closed -> {
            collections.close();
            registry.close();
            closed.succeed();
        });
    }

    MeterRegistry registry() {
        return registry;
    }

    /** All meters in the text format of Prometheus. On a worker thread: it makes hundreds of lines. */
    Future<String> scrape() {
        return store.refresh().compose(refreshed -> vertx.executeBlocking(() -> registry.scrape(), false));
    }
}
