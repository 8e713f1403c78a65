package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes an upload in batches: the event loop fills one while the other is being stored, so memory per upload is
 * bounded whatever the client sends. How large a batch is goes by how fast the bytes come: many slow uploads together
 * must not take the memory that one fast upload is worth.
 */
abstract class BatchSink implements MediaSink {
    /** Large batches take a third of the CPU of a write per network buffer, as AsyncFile does it. */
    static final int LARGEST = 1 << 20;

    static final int SMALLEST = 64 * 1024;

    /** A batch that fills faster than this is followed by a larger one, and one that takes ten times as long by a smaller. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long maxBytes;

    private Batch filling = new Batch(SMALLEST);
    private long begunAt = System.nanoTime();
    /** Whether the batch before is being stored. */
    private boolean storing;

    /** What arrived while both batches were full: at most what the source had on its way when it was paused. */
    private Buffer backlog = Buffer.buffer();

    private long size;
    /** {@code failed} says what went wrong. */
    private Future<Void> stored = Future.succeededFuture();

    /** The source goes on only when it is over: what it sends belongs behind what is being taken. */
    private boolean taking;

    private @Nullable Throwable failed;
    private boolean released;
    /** Read on the threads that store. */
    private volatile @Nullable Throwable halted;

    private @Nullable Handler<Void> drainHandler;

    /** {@code size} bytes are there already, and count towards the {@code maxBytes} there may be. */
    BatchSink(long maxBytes, long size) {
        this.maxBytes = maxBytes;
        this.size = size;
    }

    /** Stores these bytes behind those before; called anew once that is done. */
    protected abstract Future<Void> store(ByteBuffer bytes);

    @Override
    public void halt(Throwable why) {
        if (halted == null) {
            halted = why;
            failed = why;
            backlog = Buffer.buffer();
            drain();
        }
    }

    /** To be asked on the thread that is about to write. Fails with what it was halted with. */
    protected final void assertNotHalted() throws Exception {
        Throwable why = halted;
        if (why != null) {
            throw why instanceof Exception known ? known : new IllegalStateException(why);
        }
    }

    /** Takes nothing more. Complete when no batch is being stored, nor will be; never fails. */
    protected final Future<Void> stop() {
        if (failed == null) {
            failed = new IllegalStateException("the sink is closed");
        }
        return stored.onComplete(done -> release());
    }

    private void release() {
        if (!released) {
            released = true;
            filling.release();
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (failed == null && released) {
            failed = new IllegalStateException("the sink has ended");
        }
        if (failed == null && size + data.length() > maxBytes) {
            failed = Failure.TOO_LARGE.asException();
        }
        if (failed != null) {
            return Future.failedFuture(failed);
        }
        size += data.length();
        if (backlog.length() > 0) {
            backlog.appendBuffer(data);
        } else {
            take(data);
        }
        return Future.succeededFuture();
    }

    @Override
    public void fail(Throwable trouble) {
        if (failed == null) {
            failed = trouble;
        }
    }

    /** Fills the current batch, handing it over when full; what finds no room goes to the backlog. */
    private void take(Buffer data) {
        taking = true;
        int from = 0;
        boolean hasRoom = true;
        // A batch may be stored by the time that it is handed over, or have failed.
        while (hasRoom && failed == null && (from < data.length() || filling.isFull())) {
            from += filling.take(data, from);
            hasRoom = !filling.isFull() || handOver();
        }
        if (from < data.length()) {
            backlog = data.getBuffer(from, data.length());
        }
        taking = false;
        drain();
    }

    /** Starts storing the current batch; false while the one before is still being stored. */
    private boolean handOver() {
        if (storing) {
            return false;
        }
        Batch full = filling;
        long now = System.nanoTime();
        try {
            filling = new Batch(batch(full.capacity(), now - begunAt));
        } catch (OutOfMemoryError none) {
            // This upload's trouble alone: others give back what they have.
            fail(Failure.UNAVAILABLE.causedBy(none));
            return false;
        }
        begunAt = now;
        storing = true;
        // A promise of its own: the worker's future can be complete before storeEnded has run.
        Promise<Void> ended = Promise.promise();
        stored = ended.future();
        store(full.bytes()).onComplete(done -> {
            full.release();
            storing = false;
            storeEnded(done.cause());
            ended.complete();
        });
        return true;
    }

    /** How large the batch should be that follows one of this size which took so long to fill. */
    static int batch(int last, long nanos) {
        if (nanos < QUICK_NANOS) {
            return Math.min(LARGEST, last * 2);
        }
        return nanos > 10 * QUICK_NANOS ? Math.max(SMALLEST, last / 2) : last;
    }

    private void storeEnded(@Nullable Throwable trouble) {
        if (trouble != null) {
            fail(trouble);
        }
        if (failed == null && filling.isFull()) {
            Buffer waiting = backlog;
            backlog = Buffer.buffer();
            take(waiting);
        } else {
            drain();
        }
    }

    private void drain() {
        Handler<Void> waiting = drainHandler;
        if (waiting != null && !taking && !writeQueueFull()) {
            drainHandler = null;
            waiting.handle(null);
        }
    }

    /** Full once less than half a batch is free; after a failure never, so that the source comes and learns of it. */
    @Override
    public boolean writeQueueFull() {
        return failed == null && storing && filling.size() > filling.capacity() / 2;
    }

    @Override
    public Future<Void> end() {
        return stored.compose(done -> {
            boolean isLeft = !released && (filling.size() > 0 || backlog.length() > 0);
            // The batch behind that one may be on its way by now, with all that there was.
            if (storing || (failed == null && isLeft && handOver())) {
                return end();
            }
            release();
            return failed == null ? Future.succeededFuture() : Future.failedFuture(failed);
        });
    }

    @Override
    public BatchSink drainHandler(@Nullable Handler<Void> handler) {
        drainHandler = handler;
        return this;
    }
}
