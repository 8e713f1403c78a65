package io.reelbus.http;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Whether this node is on its way out: it finishes what it has begun and takes nothing new. One per node; the root
 * begins it when the node is told to stop, and whoever takes something new asks it first. A node that drains is not
 * ready, so that whoever spreads the load goes elsewhere. From any thread.
 */
public final class Draining {
    private final Promise<Void> quiet = Promise.promise();
    private boolean draining;
    private int underWay;

    /** From now on nothing new is taken; there is no way back. */
    public synchronized void begin() {
        draining = true;
        completeIfQuiet();
    }

    public synchronized boolean isDraining() {
        return draining;
    }

    /**
     * Something begins that a drain waits for: an upload, an attempt. False when the node drains; else {@link #leave}
     * must be called once when it is over.
     */
    public synchronized boolean enter() {
        if (draining) {
            return false;
        }
        underWay++;
        return true;
    }

    public synchronized void leave() {
        underWay--;
        completeIfQuiet();
    }

    /** Completes when the node drains and all that had been begun is over. */
    public Future<Void> quiet() {
        return quiet.future();
    }

    private void completeIfQuiet() {
        if (draining && underWay == 0) {
            boolean unused = quiet.tryComplete();
        }
    }

    /** Red from the beginning of the drain on. */
    public Check check() {
        return Check.of(
                "draining",
                "The node is about to stop and takes nothing new.",
                () -> isDraining() ? Future.failedFuture(refusal()) : Future.succeededFuture());
    }

    /** What a client is told that brings something new: another node, or this one once it is back, will take it. */
    public static RuntimeException refusal() {
        return Failure.UNAVAILABLE.because("This node is about to stop; try again in a moment.");
    }
}
