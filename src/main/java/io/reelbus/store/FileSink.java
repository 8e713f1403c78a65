package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes an upload to a file in batches: the event loop fills one buffer while a worker thread writes the other, so
 * memory per upload is bounded whatever the client sends. How large a batch is goes by how fast the bytes come: many
 * slow uploads together must not take the memory that one fast upload is worth.
 */
final class FileSink implements MediaSink {
    /** Large batches take a third of the CPU of a write per network buffer, as AsyncFile does it. */
    static final int LARGEST = 1 << 20;

    static final int SMALLEST = 64 * 1024;

    /** A batch that fills faster than this is followed by a larger one, and one that takes ten times as long by a smaller. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final WorkerExecutor threads;
    private final FileChannel channel;
    private final Path root;
    private final Path file;
    private final long maxBytes;

    private byte[] filling = new byte[SMALLEST];
    private int filled;
    private long begunAt = System.nanoTime();
    /** The other buffer, while no write is under way. */
    private byte @Nullable [] spare = new byte[SMALLEST];

    /** What arrived while both buffers were full: at most what the source had on its way when it was paused. */
    private Buffer backlog = Buffer.buffer();

    private long size;
    /** Complete when no write is under way; never fails, {@code failed} says what went wrong. */
    private Future<Void> written = Future.succeededFuture();

    private @Nullable Throwable failed;
    private @Nullable Handler<Void> drainHandler;

    /** {@code root} is the folder of the store; {@code size} bytes are in the file already. Blocking. */
    FileSink(WorkerExecutor threads, FileChannel channel, Path root, Path file, long maxBytes, long size)
            throws IOException {
        this.threads = threads;
        this.channel = channel;
        this.root = root;
        this.file = file;
        this.maxBytes = maxBytes;
        this.size = size;
        // A device has no positions.
        if (size > 0) {
            channel.position(size);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String address() {
        return root.relativize(file).toString();
    }

    @Override
    public Future<Void> write(Buffer data) {
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

    /** Fills the current buffer, handing it over when full; what finds no room goes to the backlog. */
    private void take(Buffer data) {
        int from = 0;
        while (from < data.length()) {
            int part = Math.min(data.length() - from, filling.length - filled);
            data.getBytes(from, from + part, filling, filled);
            filled += part;
            from += part;
            if (filled == filling.length && !handOver()) {
                backlog = data.getBuffer(from, data.length());
                return;
            }
        }
    }

    /** Starts writing the current buffer; false while the other one is still being written. */
    private boolean handOver() {
        byte[] next = spare;
        if (next == null) {
            return false;
        }
        byte[] full = filling;
        int length = filled;
        long now = System.nanoTime();
        int batch = batch(full.length, now - begunAt);
        filling = next.length == batch ? next : new byte[batch];
        begunAt = now;
        filled = 0;
        spare = null;
        // A promise of its own: the worker's future can be complete before writeEnded has run.
        Promise<Void> ended = Promise.promise();
        written = ended.future();
        blocking(() -> {
                    ByteBuffer bytes = ByteBuffer.wrap(full, 0, length);
                    while (bytes.hasRemaining()) {
                        int ignored = channel.write(bytes);
                    }
                    return null;
                })
                .onComplete(done -> {
                    writeEnded(full, done.cause());
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

    private void writeEnded(byte[] buffer, @Nullable Throwable trouble) {
        spare = buffer;
        if (trouble != null && failed == null) {
            failed = trouble;
        }
        if (failed == null && filled == filling.length) {
            Buffer waiting = backlog;
            backlog = Buffer.buffer();
            if (handOver()) {
                take(waiting);
            }
        }
        Handler<Void> drain = drainHandler;
        if (drain != null && !writeQueueFull()) {
            drainHandler = null;
            drain.handle(null);
        }
    }

    /** Full once less than half a buffer is free; after a failure never, so that the source comes and learns of it. */
    @Override
    public boolean writeQueueFull() {
        return failed == null && spare == null && filled > filling.length / 2;
    }

    @Override
    public Future<Void> end() {
        return written.compose(done -> {
            if (failed != null) {
                return Future.failedFuture(failed);
            }
            if (filled == 0 && backlog.length() == 0) {
                return Future.succeededFuture();
            }
            boolean underWay = spare == null || handOver();
            return underWay ? end() : Future.failedFuture(new IllegalStateException("nothing is being written"));
        });
    }

    @Override
    public Future<Void> commit() {
        return blocking(() -> {
            channel.force(true);
            channel.close();
            Disk.syncEntry(file, root);
            return null;
        });
    }

    @Override
    public Future<Void> suspend() {
        return end().transform((written, cut) -> commit().eventually(this::close)
                .compose(
                        kept -> cut == null ? Future.succeededFuture() : Future.failedFuture(cut),
                        lost -> Future.failedFuture(cut == null ? lost : cut)));
    }

    private Future<Void> close() {
        return blocking(() -> {
            channel.close();
            return null;
        });
    }

    @Override
    public Future<Void> abort() {
        // After the write under way, which would otherwise find its channel closed and report that as the reason.
        return written.compose(done -> blocking(() -> {
            channel.close();
            boolean unused = Files.deleteIfExists(file);
            Disk.deleteIfEmpty(Objects.requireNonNull(file.getParent()));
            return null;
        }));
    }

    private Future<Void> blocking(Callable<Void> work) {
        return Disk.run(threads, work);
    }

    @Override
    public FileSink drainHandler(@Nullable Handler<Void> handler) {
        drainHandler = handler;
        return this;
    }

    @Override
    public FileSink setWriteQueueMaxSize(int maxSize) {
        return this;
    }

    @Override
    public FileSink exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }
}
