package io.reelbus.upload;

import io.reelbus.store.MediaSink;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sink that takes no more than its reservation has, and asks for more where that may grow: the source waits meanwhile.
 * Where there is no more, this upload alone fails, with DISK_FULL, before the disk is full for all.
 */
public final class ReservedSink implements MediaSink {
    private final MediaSink sink;
    private final Reservation reservation;

    /** Never fails: the sink does instead. */
    private Future<Void> extended = Future.succeededFuture();

    /** Writes that wait for it. */
    private int waiting;

    private @Nullable Handler<Void> drain;

    ReservedSink(MediaSink sink, Reservation reservation) {
        this.sink = sink;
        this.reservation = reservation;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (waiting == 0) {
            if (reservation.suffices(data.length())) {
                return put(data);
            }
            extended = reservation.extend(data.length()).otherwise(refusal -> {
                sink.fail(refusal);
                return null;
            });
        }
        waiting++;
        return extended.compose(over -> {
                    waiting--;
                    return put(data);
                })
                // Not before all that waits is in the sink: what comes then must come behind it.
                .onComplete(over -> drained());
    }

    private Future<Void> put(Buffer data) {
        reservation.use(data.length());
        return sink.write(data);
    }

    /** Complete once all that was written has reached the sink. */
    public Future<Void> settled() {
        return extended;
    }

    private Future<Void> behind(Supplier<Future<Void>> work) {
        return extended.compose(over -> work.get());
    }

    @Override
    public boolean writeQueueFull() {
        return waiting > 0 || sink.writeQueueFull();
    }

    private void drained() {
        Handler<Void> source = drain;
        if (source == null || waiting > 0) {
            return;
        }
        if (sink.writeQueueFull()) {
            // It has said that there is room when there was none here, and says so once.
            sink.drainHandler(room -> drained());
        } else {
            drain = null;
            source.handle(null);
        }
    }

    @Override
    public ReservedSink drainHandler(@Nullable Handler<Void> handler) {
        drain = handler;
        sink.drainHandler(handler == null ? null : room -> drained());
        return this;
    }

    @Override
    public long size() {
        return sink.size();
    }

    @Override
    public String address() {
        return sink.address();
    }

    @Override
    public void fail(Throwable trouble) {
        sink.fail(trouble);
    }

    @Override
    public void halt(Throwable why) {
        sink.halt(why);
    }

    @Override
    public Future<Void> end() {
        return behind(sink::end);
    }

    @Override
    public Future<Void> commit() {
        return sink.commit();
    }

    @Override
    public Future<Void> suspend() {
        return behind(sink::suspend);
    }

    @Override
    public Future<Void> drop() {
        return behind(sink::drop);
    }

    @Override
    public Future<Void> abort() {
        return behind(sink::abort);
    }
}
