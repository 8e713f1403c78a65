package io.reelbus.transcode;

import io.reelbus.job.Lease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** The folder in which attempts write what is not published yet: one folder per attempt, all swept at start-up. */
public final class Scratch {
    private final Vertx vertx;
    private final Path root;

    private Scratch(Vertx vertx, Path root) {
        this.vertx = vertx;
        this.root = root;
    }

    /** Empties the folder, for what a process that died has left there is worth nothing. */
    public static Future<Scratch> open(Vertx vertx, Path root) {
        Scratch scratch = new Scratch(vertx, root.toAbsolutePath());
        return scratch.delete(root)
                .compose(empty -> vertx.fileSystem().mkdirs(root.toString()))
                .map(scratch);
    }

    Future<Path> create(Lease lease) {
        Path folder = folder(lease);
        return vertx.fileSystem().mkdirs(folder.toString()).map(folder);
    }

    Future<Void> remove(Lease lease) {
        return delete(folder(lease));
    }

    private Future<Void> delete(Path folder) {
        return vertx.fileSystem()
                .exists(folder.toString())
                .compose(exists ->
                        exists ? vertx.fileSystem().deleteRecursive(folder.toString()) : Future.succeededFuture());
    }

    /** The fence is part of the name: an attempt that lost its lease must not share a folder with its successor. */
    private Path folder(Lease lease) {
        return root.resolve(lease.fileId() + "-" + lease.attempt() + "-" + lease.fence());
    }
}
