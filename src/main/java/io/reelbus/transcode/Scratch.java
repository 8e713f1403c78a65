package io.reelbus.transcode;

import io.reelbus.job.FileId;
import io.reelbus.job.Lease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folder in which attempts write what is not published yet: one folder per attempt. */
public final class Scratch {
    private static final Pattern NAME =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-\\d{1,9}-(\\d{1,18})");

    private final Vertx vertx;
    private final Path root;

    /** An attempt that was not carried to its end, by its fence. */
    public record Leftover(FileId fileId, long fence) {}

    private Scratch(Vertx vertx, Path root) {
        this.vertx = vertx;
        this.root = root;
    }

    public static Future<Scratch> open(Vertx vertx, Path root) {
        return vertx.fileSystem().mkdirs(root.toString()).map(made -> new Scratch(vertx, root.toAbsolutePath()));
    }

    /** The attempts that a process which died has left here. */
    public Future<List<Leftover>> leftovers() {
        return vertx.fileSystem()
                .readDir(root.toString())
                .map(entries -> entries.stream()
                        .map(entry -> NAME.matcher(String.valueOf(Path.of(entry).getFileName())))
                        .filter(Matcher::matches)
                        .map(name -> new Leftover(new FileId(name.group(1)), Long.parseLong(name.group(2))))
                        .toList());
    }

    /** Removes them, for they are worth nothing. */
    public Future<Void> empty() {
        return delete(root).compose(gone -> vertx.fileSystem().mkdirs(root.toString()));
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
