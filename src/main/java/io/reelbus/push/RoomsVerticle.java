package io.reelbus.push;

import io.reelbus.bus.Topics;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

/** Gives the rooms of a node a context of their own. */
public final class RoomsVerticle extends VerticleBase {
    private final JobStore jobs;
    private final Topics topics;
    private final PushConfig config;
    private final PushMeters meters;
    private final Promise<Rooms> rooms;

    /** {@code rooms} is completed with the rooms once they are open. */
    public RoomsVerticle(JobStore jobs, Topics topics, PushConfig config, PushMeters meters, Promise<Rooms> rooms) {
        this.jobs = jobs;
        this.topics = topics;
        this.config = config;
        this.meters = meters;
        this.rooms = rooms;
    }

    @Override
    public Future<?> start() {
        return Rooms.open(vertx, jobs, topics, config, meters).onSuccess(rooms::complete);
    }
}
