package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** Feeds a sink as a client does, which waits where the sink is full. */
final class Feed {
    private static final int PIECE = 500_000;

    private Feed() {}

    /** Complete when the sink has taken all; on its context. */
    static Future<Void> pour(byte[] bytes, MediaSink sink) {
        Promise<Void> all = Promise.promise();
        pour(Buffer.buffer(bytes), 0, sink, all);
        return all.future();
    }

    private static void pour(Buffer bytes, int from, MediaSink sink, Promise<Void> all) {
        int at = from;
        while (at < bytes.length() && !sink.writeQueueFull()) {
            int end = Math.min(bytes.length(), at + PIECE);
            sink.write(bytes.getBuffer(at, end)).onFailure(all::tryFail);
            at = end;
        }
        if (at == bytes.length()) {
            all.tryComplete();
        } else {
            int next = at;
            sink.drainHandler(drained -> pour(bytes, next, sink, all));
        }
    }
}
