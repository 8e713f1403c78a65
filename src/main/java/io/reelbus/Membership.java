package io.reelbus;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * This node's membership of its cluster. Vert.x takes back each registration of the bus by itself, one after the
 * other: with 5,000 watched files a node needed 5 s to leave. The others forget all that a member had registered when
 * it is gone, as they must for one that has died, so a member that leaves takes nothing back.
 */
final class Membership extends HazelcastClusterManager {
    private volatile boolean leaving;

    Membership(Config config) {
        super(config);
    }

    /** From now on nothing is taken back: this member is about to be gone. */
    void beginToLeave() {
        leaving = true;
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> done) {
        if (leaving) {
            done.succeed();
        } else {
            super.removeRegistration(address, registration, done);
        }
    }
}
