package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.upload.Intake;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the node's own for pieces that came with a checksum: they count only once all of one has come and is what
 * it should be, also where the node dies in the middle, so they do not go into the store before.
 */
public final class Staging {
    /** The JDK tells a full disk by the system's message alone. */
    private static final String NO_SPACE = "No space left on device";

    private final Vertx vertx;
    private final Path folder;

    private Staging(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    /** Empties the folder of what a process that died has left. */
    public static Future<Staging> open(Vertx vertx, Path folder) {
        String name = folder.toString();
        return vertx.fileSystem()
                .exists(name)
                .compose(there -> there ? vertx.fileSystem().deleteRecursive(name) : Future.succeededFuture())
                .compose(gone -> vertx.fileSystem().mkdirs(name))
                .map(made -> new Staging(vertx, folder));
    }

    /** Pours the request's body into the sink, once it is known to have this checksum. Fails with CHECKSUM_MISMATCH. */
    Future<Void> pour(Intake intake, HttpServerRequest request, Checksum checksum, WriteStream<Buffer> to) {
        String name = folder.resolve(UUID.randomUUID().toString()).toString();
        return vertx.fileSystem()
                .open(name, new OpenOptions().setCreateNew(true).setRead(true))
                .compose(file -> intake.pour(request, new Summed(file, checksum))
                        .compose(all -> file.flush())
                        .compose(all -> checksum.matches()
                                ? pipe(file, to)
                                : Future.failedFuture(Failure.CHECKSUM_MISMATCH.asException()))
                        .eventually(file::close)
                        .eventually(() -> vertx.fileSystem().delete(name)))
                .recover(trouble -> Future.failedFuture(explained(trouble)));
    }

    private static Throwable explained(Throwable trouble) {
        return trouble instanceof FileSystemException
                        && String.valueOf(trouble.getCause()).contains(NO_SPACE)
                ? Failure.DISK_FULL.causedBy(trouble)
                : trouble;
    }

    private static Future<Void> pipe(AsyncFile file, WriteStream<Buffer> to) {
        file.setReadPos(0);
        return file.pipe().endOnComplete(false).endOnFailure(false).to(to);
    }

    /** A file that adds up what is written to it. */
    private record Summed(AsyncFile file, Checksum checksum) implements WriteStream<Buffer> {
        @Override
        public Future<Void> write(Buffer data) {
            checksum.update(data.getBytes());
            return file.write(data);
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

        @Override
        public Summed setWriteQueueMaxSize(int maxSize) {
            file.setWriteQueueMaxSize(maxSize);
            return this;
        }

        @Override
        public Summed exceptionHandler(@Nullable Handler<Throwable> handler) {
            file.exceptionHandler(handler);
            return this;
        }
    }
}
