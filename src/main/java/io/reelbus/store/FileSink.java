package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Writes an upload to a file. */
final class FileSink extends BatchSink {
    private final WorkerExecutor threads;
    private final FileChannel channel;
    private final Path root;
    private final Path file;
    private final long begin;

    /** {@code root} is the folder of the store; {@code size} bytes are in the file already. Blocking. */
    FileSink(WorkerExecutor threads, FileChannel channel, Path root, Path file, long maxBytes, long size)
            throws IOException {
        super(maxBytes, size);
        this.threads = threads;
        this.channel = channel;
        this.root = root;
        this.file = file;
        this.begin = size;
        // A device has no positions.
        if (size > 0) {
            channel.position(size);
        }
    }

    @Override
    public String address() {
        return root.relativize(file).toString();
    }

    @Override
    protected Future<Void> store(byte[] bytes, int length) {
        return blocking(() -> {
            assertNotHalted();
            ByteBuffer batch = ByteBuffer.wrap(bytes, 0, length);
            while (batch.hasRemaining()) {
                int ignored = channel.write(batch);
            }
            return null;
        });
    }

    @Override
    public Future<Void> commit() {
        return blocking(() -> {
            assertNotHalted();
            try (channel) {
                channel.force(true);
            }
            Disk.syncEntry(file, root);
            return null;
        });
    }

    @Override
    public Future<Void> suspend() {
        return end().transform((written, cut) -> (cut != null && Disk.isFull(cut)
                        ? giveBack()
                        : Future.succeededFuture())
                .compose(room -> commit())
                .eventually(this::close)
                .compose(
                        kept -> cut == null ? Future.succeededFuture() : Future.failedFuture(cut),
                        lost -> Future.failedFuture(cut == null ? lost : cut)));
    }

    /** Nobody can do anything on a disk that is full to the last page, the database least of all. */
    private Future<Void> giveBack() {
        return blocking(() -> {
            assertNotHalted();
            FileChannel unused = channel.truncate(begin);
            return null;
        });
    }

    @Override
    public Future<Void> drop() {
        halt(Failure.UPLOAD_LOCKED.asException());
        return stored().compose(done -> close());
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
        return stored().compose(done -> blocking(() -> {
            channel.close();
            boolean unused = Files.deleteIfExists(file);
            Disk.deleteIfEmpty(Objects.requireNonNull(file.getParent()));
            return null;
        }));
    }

    private Future<Void> blocking(Callable<Void> work) {
        return Disk.run(threads, work);
    }
}
