package io.reelbus.upload.tus;

import io.reelbus.job.Deadline;
import io.reelbus.store.ByteSink;
import io.reelbus.store.Hold;
import io.reelbus.store.MediaSink;
import io.reelbus.store.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that is written to only while this request holds the upload. It keeps the hold while bytes come; a client that
 * has fallen silent, perhaps for good, loses it after a few seconds to whoever comes, and if it goes on nevertheless
 * its hold is looked after first.
 */
final class HeldSink implements ByteSink {
    private static final Logger LOG = LoggerFactory.getLogger(HeldSink.class);
    private static final long TICK_MS = 1_000;
    private static final int SILENT_TICKS = 3;

    private final UploadStore uploads;
    private final Hold hold;
    private final MediaSink sink;
    private final Deadline deadline;
    private final Vertx vertx;
    private final long most;
    private final long timer;

    private int silent;
    private boolean finishing;
    private Future<Void> extended = Future.succeededFuture();
    private @Nullable Handler<Void> drain;

    /** {@code heldAt} is {@link System#nanoTime()} from before the hold was asked for; {@code most} the size allowed. On the sink's context. */
    HeldSink(Vertx vertx, UploadStore uploads, Hold hold, int leaseSeconds, long heldAt, MediaSink sink, long most) {
        this.most = most;
        this.vertx = vertx;
        this.uploads = uploads;
        this.hold = hold;
        this.sink = sink;
        this.deadline = new Deadline(TimeUnit.SECONDS.toNanos(leaseSeconds), heldAt);
        this.timer = vertx.setPeriodic(TICK_MS, tick -> tick());
    }

    private void tick() {
        // A client that is kept waiting is not silent.
        if ((finishing || sink.writeQueueFull() || silent++ < SILENT_TICKS) && extended.isComplete()) {
            var unused = extend();
        }
    }

    /** Keeps the hold; what is written meanwhile waits where the hold may be lost. */
    private Future<Void> extend() {
        long sentAt = System.nanoTime();
        extended = uploads.extend(hold)
                .onSuccess(kept -> deadline.extend(sentAt))
                .onFailure(trouble -> LOG.atDebug().setCause(trouble).log("could not keep the hold of an upload"));
        return extended.onComplete(done -> drained());
    }

    private boolean isOver() {
        return deadline.isOver(System.nanoTime());
    }

    /** Something has come that will be written later. */
    void touch() {
        silent = 0;
    }

    /** How many bytes there is room for. */
    long left() {
        return most - sink.size();
    }

    @Override
    public Future<Void> write(Buffer data) {
        touch();
        if (!isOver()) {
            return sink.write(data);
        }
        return (extended.isComplete() ? extend() : extended).compose(kept -> sink.write(data));
    }

    @Override
    public boolean writeQueueFull() {
        return sink.writeQueueFull() || (!extended.isComplete() && isOver());
    }

    private void drained() {
        Handler<Void> waiting = drain;
        if (waiting != null && !writeQueueFull()) {
            drain = null;
            waiting.handle(null);
        }
    }

    @Override
    public HeldSink drainHandler(@Nullable Handler<Void> handler) {
        drain = handler;
        sink.drainHandler(handler == null ? null : room -> drained());
        return this;
    }

    /**
     * Nothing more will come: from now on it is the server that takes its time, and the hold is kept. Fails where it is
     * lost, and then nothing more may be written.
     */
    @Override
    public Future<Void> end() {
        finishing = true;
        if (!isOver()) {
            return Future.succeededFuture();
        }
        return extended.isComplete() ? extend() : extended;
    }

    /** Keeps the hold no longer. */
    void close() {
        vertx.cancelTimer(timer);
    }
}
