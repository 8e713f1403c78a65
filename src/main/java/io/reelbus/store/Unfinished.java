package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What this node has begun and not ended: a small file for each upload that is coming in and each deletion under way,
 * in the node's own folder. Media may be shared with nodes that are alive, so a node that starts anew looks at what
 * these name and at nothing else.
 */
public final class Unfinished {
    private final Path folder;
    private final WorkerExecutor threads;

    private Unfinished(Path folder, WorkerExecutor threads) {
        this.folder = folder;
        this.threads = threads;
    }

    public static Future<Unfinished> open(Vertx vertx, Path folder) {
        WorkerExecutor threads = vertx.createSharedWorkerExecutor("unfinished", 2, 1, TimeUnit.MINUTES);
        return threads.executeBlocking(() -> Files.createDirectories(folder))
                .map(created -> new Unfinished(created, threads));
    }

    /** Before anything is done: something is about to happen to this file, whose original has this media address. */
    public Future<Void> begin(FileId fileId, String original) {
        return Disk.run(threads, () -> {
            Path unused = Files.writeString(folder.resolve(fileId.value()), original);
            return null;
        });
    }

    /** It has been done, or undone, wholly. */
    public Future<Void> end(FileId fileId) {
        return Disk.run(threads, () -> {
            boolean unused = Files.deleteIfExists(folder.resolve(fileId.value()));
            return null;
        });
    }

    /** What was begun and not ended, with the address of its original, which is empty where that was not written. */
    Future<Map<FileId, String>> list() {
        return Disk.run(threads, () -> {
            Map<FileId, String> all = new TreeMap<>(Comparator.comparing(FileId::value));
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.toList()) {
                    read(entry, all);
                }
            }
            return all;
        });
    }

    private static void read(Path entry, Map<FileId, String> into) throws IOException {
        var id = FileId.parse(String.valueOf(entry.getFileName()));
        if (id.isPresent()) {
            into.put(id.get(), Files.readString(entry));
        }
    }
}
