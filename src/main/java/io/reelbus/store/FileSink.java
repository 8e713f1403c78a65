package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Writes an upload to a file. Another may have taken over, or removed it, without this one knowing: then it fails with
 * OFFSET_MISMATCH, and whoever comes next goes on from what is there.
 */
final class FileSink extends BatchSink {
    private final WorkerExecutor threads;
    private final FileChannel channel;
    private final Path root;
    private final Path file;
    private final long begin;
    /** Which file it is, whatever stands at its path later; where the system knows such a thing. */
    private final @Nullable Object key;

    private FileSink(
            WorkerExecutor threads,
            FileChannel channel,
            Path root,
            Path file,
            long maxBytes,
            long size,
            @Nullable Object key) {
        super(maxBytes, size);
        this.threads = threads;
        this.channel = channel;
        this.root = root;
        this.file = file;
        this.begin = size;
        this.key = key;
    }

    /**
     * {@code root} is the folder of the store; {@code size} bytes are in the file already. Where it fails the channel is
     * closed. Blocking.
     */
    static FileSink open(WorkerExecutor threads, FileChannel channel, Path root, Path file, long maxBytes, long size)
            throws IOException {
        try {
            // A device has no positions.
            if (size > 0) {
                channel.position(size);
            }
            return new FileSink(threads, channel, root, file, maxBytes, size, key(file));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String address() {
        return root.relativize(file).toString();
    }

    @Override
    protected Future<Void> store(ByteBuffer bytes) {
        return blocking(() -> {
            assertNotHalted();
            if (channel.size() < channel.position()) {
                // Behind its end there would be a hole.
                throw Failure.OFFSET_MISMATCH.because("The upload was taken over meanwhile, and cut off.");
            }
            while (bytes.hasRemaining()) {
                int ignored = channel.write(bytes);
            }
            return null;
        });
    }

    @Override
    public Future<Void> commit() {
        return blocking(() -> {
            try (channel) {
                assertNotHalted();
                channel.force(true);
            }
            assertThere();
            Disk.syncEntry(file, root);
            return null;
        });
    }

    /** What is written to a file that was removed goes nowhere, without a complaint of the system's. */
    private void assertThere() throws IOException {
        try {
            if (Objects.equals(key, key(file))) {
                return;
            }
        } catch (NoSuchFileException gone) {
            // As below.
        }
        throw Failure.OFFSET_MISMATCH.because("What was there of the upload has been removed meanwhile.");
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Override
    public Future<Void> suspend() {
        return end().transform((written, cut) -> (cut != null && Failure.DISK_FULL.isOf(cut)
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
            // More than this sink has written is of a successor, who goes on behind it.
            if (channel.size() == channel.position()) {
                FileChannel unused = channel.truncate(begin);
            }
            return null;
        });
    }

    @Override
    public Future<Void> drop() {
        halt(Failure.UPLOAD_LOCKED.asException());
        return stop().compose(done -> close());
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
        return stop().compose(done -> blocking(() -> {
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
