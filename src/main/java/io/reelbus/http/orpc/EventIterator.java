package io.reelbus.http.orpc;

import io.reelbus.http.EventStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * An answer that a client iterates over: server-sent events named {@code message}, then one named {@code done} or
 * {@code error}. Used on the request's context alone.
 */
public final class EventIterator {
    /** How long it is silent at most, as the original is. */
    static final long SILENCE_MS = 5_000;

    private static final Buffer OPENING = Buffer.buffer(": \n\n");
    private static final Buffer DONE = EventStream.event("done", null, "{}");

    private final EventStream stream;
    private final Wire wire;
    private Runnable closed = () -> {};

    private EventIterator(RoutingContext context, Wire wire) {
        this.wire = wire;
        this.stream = new EventStream(context, () -> closed.run());
    }

    static EventIterator open(RoutingContext context, Wire wire) {
        EventIterator iterator = new EventIterator(context, wire);
        iterator.stream.begin(OPENING, SILENCE_MS);
        return iterator;
    }

    /** Calls this once, when it is over or the client has left. */
    public void onClose(Runnable then) {
        if (stream.isOver()) {
            then.run();
        } else {
            closed = then;
        }
    }

    /** Yields a value, made by {@link Wire#message}. */
    public void send(Buffer message) {
        stream.send(message);
    }

    /** Ends it as it should end. */
    public void done() {
        stream.send(DONE);
        stream.end();
    }

    /** Ends it with an error, which the client's loop throws. */
    public void fail(Throwable trouble) {
        stream.send(EventStream.event("error", null, RpcException.of(trouble).body(wire)));
        stream.end();
    }

    /** Ends the connection, which the client's loop throws too. */
    public void cut() {
        stream.cut();
    }

    public boolean isFull() {
        return stream.isFull();
    }

    /** Calls this once, when the client can take more. */
    public void onDrain(Runnable drained) {
        stream.onDrain(drained);
    }
}
