package io.reelbus;

import io.reelbus.bus.Topics;
import io.reelbus.http.Draining;
import io.reelbus.http.Links;
import io.vertx.core.Vertx;
import java.util.List;

/** What the features of one node share. */
record Parts(
        Clustering.Joined joined,
        NodeConfig config,
        String name,
        Stores stores,
        EventLoops loops,
        Metrics metrics,
        Topics topics,
        Links links,
        Draining draining,
        NodeProfiles profiles) {
    static Parts of(Clustering.Joined joined, NodeConfig config, Stores stores, List<ProfileOffer> profiles) {
        String name = NodeName.of(config);
        EventLoops loops = new EventLoops(joined.vertx());
        Metrics metrics = new Metrics(joined.vertx(), name, loops, stores.jobs());
        Topics topics = new Topics(joined.vertx().eventBus(), metrics.registry());
        return new Parts(
                joined,
                config,
                name,
                stores,
                loops,
                metrics,
                topics,
                new Links(config.publicUrl()),
                new Draining(),
                new NodeProfiles(config.has(Role.WORKER), profiles));
    }

    Vertx vertx() {
        return joined.vertx();
    }
}
