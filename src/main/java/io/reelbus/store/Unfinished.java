package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Something that was begun: about this file, whose original has this media address, or is to have it. */
    record Begun(FileId fileId, String original) {}

    /** Before anything is done: something is about to happen to this file, whose original has this media address. */
    public Future<Void> begin(FileId fileId, String original) {
        return Disk.run(threads, () -> {
            Path unused = Files.writeString(note(fileId, original), original);
            return null;
        });
    }

    /** It has been done, or undone, wholly. */
    public Future<Void> end(FileId fileId, String original) {
        return Disk.run(threads, () -> {
            boolean unused = Files.deleteIfExists(note(fileId, original));
            return null;
        });
    }

    /** Two requests may bring originals of one file, and each begins and ends by itself. */
    private Path note(FileId fileId, String original) {
        return folder.resolve(fileId + "@" + original.replace('/', '@'));
    }

    /** What was begun and not ended, with the address of its original, which is empty where that was not written. */
    Future<List<Begun>> list() {
        return Disk.run(threads, () -> {
            List<Begun> all = new ArrayList<>();
            try (Stream<Path> notes = Files.list(folder)) {
                for (Path note : notes.toList()) {
                    String name = String.valueOf(note.getFileName());
                    var id = FileId.parse(name.split("@", 2)[0]);
                    if (id.isPresent()) {
                        all.add(new Begun(id.get(), Files.readString(note)));
                    }
                }
            }
            return all;
        });
    }

    /** Forgets all of it, for all of it was looked at. */
    Future<Void> clear() {
        return Disk.run(threads, () -> {
            try (Stream<Path> notes = Files.list(folder)) {
                for (Path note : notes.toList()) {
                    Files.deleteIfExists(note);
                }
            }
            return null;
        });
    }
}
