package io.reelbus.upload.tus;

import io.reelbus.job.Deadline;
import io.reelbus.job.Failure;
import io.reelbus.store.ByteSink;
import io.reelbus.store.Hold;
import io.reelbus.store.MediaSink;
import io.reelbus.store.UploadStore;
import io.reelbus.upload.LateWrites;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that is written to only while this request holds the upload. It keeps the hold while bytes come; a client that
 * has fallen silent, perhaps for good, loses it after a few seconds to whoever comes, and if it goes on nevertheless
 * its hold is looked after first. Once it is known to be lost, what waits in the sink is not written either.
 */
final class HeldSink implements ByteSink {
    private static final Logger LOG = LoggerFactory.getLogger(HeldSink.class);
    private static final long TICK_MS = 1_000;
    private static final int SILENT_TICKS = 3;

    private final Supplier<Future<Void>> keep;
    private final Deadline deadline;
    private final LongSupplier clock;
    private final MediaSink sink;
    private final LateWrites late;
    private final long most;

    private Runnable stop = () -> {};
    private int silent;
    private boolean finishing;
    private Future<Void> extended = Future.succeededFuture();
    private @Nullable Throwable lost;

    /**
     * Without a timer: somebody calls {@link #tick()} every second. On the sink's context.
     *
     * @param keep asks the store to extend the hold; fails with UPLOAD_LOCKED where another has taken over
     * @param deadline until when it is held, by the {@code clock}
     * @param most how many bytes the upload may have
     */
    HeldSink(Supplier<Future<Void>> keep, Deadline deadline, LongSupplier clock, MediaSink sink, long most) {
        this.keep = keep;
        this.deadline = deadline;
        this.clock = clock;
        this.sink = sink;
        this.late = new LateWrites(sink);
        this.most = most;
    }

    /** {@code heldAt} is {@link System#nanoTime()} from before the hold was asked for; {@code most} the size allowed. On the sink's context. */
    static HeldSink open(
            Vertx vertx, UploadStore uploads, Hold hold, int leaseSeconds, long heldAt, MediaSink sink, long most) {
        var deadline = new Deadline(TimeUnit.SECONDS.toNanos(leaseSeconds), heldAt);
        var held = new HeldSink(() -> uploads.extend(hold), deadline, System::nanoTime, sink, most);
        long timer = vertx.setPeriodic(TICK_MS, tick -> held.tick());
        held.stop = () -> vertx.cancelTimer(timer);
        return held;
    }

    void tick() {
        // A client that is kept waiting is not silent.
        boolean wanted = finishing || sink.writeQueueFull() || silent++ < SILENT_TICKS;
        if (wanted && lost == null && extended.isComplete()) {
            var unused = extend();
        }
    }

    /** Keeps the hold; what is written meanwhile waits where the hold may be lost. */
    private Future<Void> extend() {
        long sentAt = clock.getAsLong();
        extended = keep.get().onSuccess(kept -> deadline.extend(sentAt)).onFailure(trouble -> {
            LOG.atDebug().setCause(trouble).log("could not keep the hold of an upload");
            if (Failure.UPLOAD_LOCKED.isOf(trouble)) {
                lost = trouble;
                sink.halt(trouble);
            }
        });
        return extended;
    }

    /** Succeeds at once where it is held for sure, else once the store has said so. */
    private Future<Void> held() {
        if (lost != null) {
            return Future.failedFuture(lost);
        }
        if (!isOver()) {
            return Future.succeededFuture();
        }
        return extended.isComplete() ? extend() : extended;
    }

    private boolean isOver() {
        return deadline.isOver(clock.getAsLong());
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
        return !late.any() && lost == null && !isOver() ? sink.write(data) : late.after(held(), () -> sink.write(data));
    }

    @Override
    public boolean writeQueueFull() {
        return late.isFull();
    }

    @Override
    public HeldSink drainHandler(@Nullable Handler<Void> handler) {
        late.onDrain(handler);
        return this;
    }

    /**
     * Nothing more will come: from now on it is the server that takes its time, and the hold is kept. Fails where it is
     * lost, and then nothing more may be written.
     */
    @Override
    public Future<Void> end() {
        finishing = true;
        return held();
    }

    /** Keeps the hold no longer. */
    void close() {
        stop.run();
    }
}
