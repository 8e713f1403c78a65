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
    private final LateWrites late;

    /** Never fails: the sink does instead. */
    private Future<Void> extended = Future.succeededFuture();

    ReservedSink(MediaSink sink, Reservation reservation) {
        this.sink = sink;
        this.reservation = reservation;
        this.late = new LateWrites(sink);
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (!late.any()) {
            if (reservation.suffices(data.length())) {
                return put(data);
            }
            extended = reservation.extend(data.length()).otherwise(refusal -> {
                sink.fail(refusal);
                return null;
            });
        }
        return late.after(extended, () -> put(data));
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
        return late.isFull();
    }

    @Override
    public ReservedSink drainHandler(@Nullable Handler<Void> handler) {
        late.onDrain(handler);
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
