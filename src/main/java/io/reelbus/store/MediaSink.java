package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** The bytes of one upload on their way into the store. Use it on the context that opened it. */
public interface MediaSink extends WriteStream<Buffer> {
    /** How many bytes have been taken so far. */
    long size();

    /** Where the bytes will be found. */
    String address();

    /** Makes what was written durable; the address is valid from then on. */
    Future<Void> commit();

    /** Removes what was written; harmless at any time before the commit and after a failure. */
    Future<Void> abort();
}
