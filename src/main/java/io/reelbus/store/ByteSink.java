package io.reelbus.store;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** A stream of bytes that bounds by itself what waits in it, and whose writes say what went wrong. */
public interface ByteSink extends WriteStream<Buffer> {
    @Override
    default ByteSink setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    default ByteSink exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }
}
