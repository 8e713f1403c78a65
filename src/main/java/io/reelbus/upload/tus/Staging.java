package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.store.ByteSink;
import io.reelbus.store.Disk;
import io.reelbus.upload.Door;
import io.reelbus.upload.Intake;
import io.reelbus.upload.Reservation;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the node's own for pieces that came with a checksum: they count only once all of one has come and is what
 * it should be, also where the node dies in the middle, so they do not go into the store before.
 */
public final class Staging {
    private final Vertx vertx;
    private final Path folder;
    private final long keptFree;

    private Staging(Vertx vertx, Path folder, long keptFree) {
        this.vertx = vertx;
        this.folder = folder;
        this.keptFree = keptFree;
    }

    /** Empties the folder of what a process that died has left; so many bytes are to stay free on its disk. */
    public static Future<Staging> open(Vertx vertx, Path folder, long keptFree) {
        String name = folder.toString();
        return vertx.fileSystem()
                .exists(name)
                .compose(there -> there ? vertx.fileSystem().deleteRecursive(name) : Future.succeededFuture())
                .compose(gone -> vertx.fileSystem().mkdirs(name))
                .map(made -> new Staging(vertx, folder, keptFree));
    }

    /**
     * Pours the request's body into the sink, once it is known to have this checksum; {@code space} is for it as long as
     * it is staged. Fails with CHECKSUM_MISMATCH.
     */
    Future<Void> pour(Intake intake, HttpServerRequest request, Checksum checksum, HeldSink to, Reservation space) {
        long coming = Door.length(request).orElse(0);
        return vertx.fileSystem()
                .fsProps(folder.toString())
                .compose(disk -> disk.usableSpace() - coming < keptFree
                        ? Future.failedFuture(Failure.DISK_FULL.asException())
                        : stage(intake, request, checksum, to, space))
                .recover(trouble -> Future.failedFuture(explained(trouble)));
    }

    private Future<Void> stage(
            Intake intake, HttpServerRequest request, Checksum checksum, HeldSink to, Reservation space) {
        String name = folder.resolve(UUID.randomUUID().toString()).toString();
        return vertx.fileSystem()
                .open(name, new OpenOptions().setCreateNew(true).setRead(true))
                .compose(file -> intake.pour(request, new Summed(file, checksum, to, space))
                        .compose(all -> file.flush())
                        .compose(all -> checksum.matches()
                                ? pipe(file, to)
                                : Future.failedFuture(Failure.CHECKSUM_MISMATCH.asException()))
                        .eventually(file::close)
                        .eventually(() -> vertx.fileSystem().delete(name)));
    }

    /** Trouble with our own file must not be taken for trouble with the client's connection. */
    private static Throwable explained(Throwable trouble) {
        return trouble instanceof IOException || trouble instanceof FileSystemException
                ? Disk.explain(trouble)
                : trouble;
    }

    private static Future<Void> pipe(AsyncFile file, WriteStream<Buffer> to) {
        file.setReadPos(0);
        return file.pipe().endOnComplete(false).endOnFailure(false).to(to);
    }

    /** A file that adds up what is written to it, and takes no more than there is room for in the end. */
    private static final class Summed implements ByteSink {
        private final AsyncFile file;
        private final Checksum checksum;
        private final HeldSink held;
        private final Reservation space;
        private long left;

        Summed(AsyncFile file, Checksum checksum, HeldSink held, Reservation space) {
            this.file = file;
            this.checksum = checksum;
            this.held = held;
            this.space = space;
            this.left = held.left();
        }

        @Override
        public Future<Void> write(Buffer data) {
            left -= data.length();
            if (left < 0) {
                return Future.failedFuture(Failure.TOO_LARGE.asException());
            }
            held.touch();
            space.use(data.length());
            checksum.update(data.getBytes());
            return file.write(data).recover(trouble -> Future.failedFuture(explained(trouble)));
        }

        @Override
        public boolean writeQueueFull() {
            return file.writeQueueFull();
        }

        @Override
        public Summed drainHandler(@Nullable Handler<Void> handler) {
            file.drainHandler(handler);
            return this;
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }
    }
}
