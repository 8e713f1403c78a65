package io.reelbus.upload;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that must wait for something before they may go into a sink, in their order; their source waits with them.
 * All on the sink's context.
 */
public final class LateWrites {
    private final WriteStream<Buffer> sink;
    private int waiting;
    private @Nullable Handler<Void> source;

    public LateWrites(WriteStream<Buffer> sink) {
        this.sink = sink;
    }

    /** Whether there are any: what comes later must not overtake them. */
    public boolean any() {
        return waiting > 0;
    }

    /** Writes behind {@code turn}; fails as that does, or the write. */
    public Future<Void> after(Future<Void> turn, Supplier<Future<Void>> write) {
        waiting++;
        return turn.transform((come, gone) -> {
                    waiting--;
                    return gone == null ? write.get() : Future.<Void>failedFuture(gone);
                })
                // Not before all that waits is in the sink: what comes then must come behind it.
                .onComplete(over -> drained());
    }

    public boolean isFull() {
        return any() || sink.writeQueueFull();
    }

    /** Tells the source once there is room in the sink and nothing waits. */
    public void onDrain(@Nullable Handler<Void> handler) {
        source = handler;
        sink.drainHandler(handler == null ? null : room -> drained());
    }

    private void drained() {
        Handler<Void> told = source;
        if (told == null || any()) {
            return;
        }
        if (sink.writeQueueFull()) {
            // It has said that there is room when something waited, and says so once.
            sink.drainHandler(room -> drained());
        } else {
            source = null;
            told.handle(null);
        }
    }
}
