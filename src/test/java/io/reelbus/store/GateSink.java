package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A sink that is full when the test says so, and tells of room once, as sinks do; what is written to it is counted. */
public final class GateSink implements MediaSink {
    public boolean full;
    private long size;
    private @Nullable Handler<Void> drain;

    /** Has room now. */
    public void open() {
        full = false;
        Handler<Void> waiting = drain;
        drain = null;
        if (waiting != null) {
            waiting.handle(null);
        }
    }

    @Override
    public Future<Void> write(Buffer data) {
        size += data.length();
        return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
        return full;
    }

    @Override
    public GateSink drainHandler(@Nullable Handler<Void> handler) {
        drain = handler;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String address() {
        return "gate";
    }

    @Override
    public void fail(Throwable trouble) {
        throw new AssertionError(trouble);
    }

    @Override
    public void halt(Throwable why) {
        throw new AssertionError(why);
    }

    @Override
    public Future<Void> end() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> commit() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> suspend() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> drop() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> abort() {
        return Future.succeededFuture();
    }
}
