package io.reelbus.store;

import io.vertx.core.Future;

/** The bytes of one upload on their way into the store. Use it on the context that opened it. */
public interface MediaSink extends ByteSink {
    /** How many bytes the original has so far, with those of earlier sinks. */
    long size();

    /** Where the bytes will be found. */
    String address();

    /** Takes nothing more: what is still written, and the end, fail with this. */
    void fail(Throwable trouble);

    /** Completes the original, whose last byte was written before {@link #end}: it is durable from then on. */
    Future<Void> commit();

    /**
     * Makes durable what was written, and lets go of it for another sink to go on; instead of {@link #end} and a commit.
     * Fails where not all could be written; what could be stays, but for a disk that is full: there nothing of this
     * sink's does, for others need room to go on.
     */
    Future<Void> suspend();

    /**
     * Has nothing more written, since another has taken over, what waits in this sink included; whatever is asked of it
     * fails with this from now on, but for {@link #drop} and {@link #abort}. What is on its way this very moment may arrive.
     */
    void halt(Throwable why);

    /** Lets go without writing anything more, since another has taken over; what was written stays. */
    Future<Void> drop();

    /** Removes all of it; harmless at any time before the commit and after a failure. */
    Future<Void> abort();
}
