package io.reelbus.http;

import io.reelbus.job.Failure;
import io.vertx.core.Future;

/**
 * Whether this node is on its way out: it finishes what it has begun and takes nothing new. One per node; the root
 * begins it when the node is told to stop, and whoever takes something new asks it first. A node that drains is not
 * ready, so that whoever spreads the load goes elsewhere.
 */
public final class Draining {
    private volatile boolean draining;

    /** From now on; there is no way back. From any thread, and more than once. */
    public void begin() {
        draining = true;
    }

    public boolean isDraining() {
        return draining;
    }

    /** Red from the beginning of the drain on. */
    public Check check() {
        return Check.of(
                "draining",
                "The node is about to stop and takes nothing new.",
                () -> draining ? Future.failedFuture(Failure.UNAVAILABLE.asException()) : Future.succeededFuture());
    }
}
