package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The media store in a directory: {@code <fileId>/original} and {@code <fileId>/<fence>/<name>}. A path below the
 * root is an address; whether it counts is for the job row that names it.
 */
public final class DirectoryStore implements MediaStore {
    private static final int THREADS = 8;

    private final Path root;
    private final WorkerExecutor threads;
    /** To join large files takes long, and those who upload must not wait for it. */
    private final WorkerExecutor joining;

    private DirectoryStore(Path root, WorkerExecutor threads, WorkerExecutor joining) {
        this.root = root;
        this.threads = threads;
        this.joining = joining;
    }

    /** Opens the store, creating the directory where there is none. */
    public static Future<DirectoryStore> open(Vertx vertx, Path root) {
        WorkerExecutor threads = vertx.createSharedWorkerExecutor("media", THREADS, 10, TimeUnit.MINUTES);
        return threads.executeBlocking(() -> Files.createDirectories(root))
                .map(created -> new DirectoryStore(
                        root.toAbsolutePath().normalize(),
                        threads,
                        vertx.createSharedWorkerExecutor("joining", 1, 1, TimeUnit.HOURS)));
    }

    @Override
    public String original(FileId fileId) {
        return fileId.value() + "/original";
    }

    @Override
    public String another(FileId fileId) {
        return original(fileId) + "-" + UUID.randomUUID();
    }

    @Override
    public Future<MediaSink> create(String address, long maxBytes) {
        return blocking(() -> {
            Path file = root.resolve(address);
            FileChannel channel = open(file, StandardOpenOption.CREATE_NEW);
            return FileSink.open(threads, channel, root, file, maxBytes, 0);
        });
    }

    @Override
    public Future<MediaSink> resume(String address, long fence, long maxBytes) {
        return blocking(() -> {
            // Where it was removed meanwhile it begins anew, and says so by its size.
            Path file = root.resolve(address);
            FileChannel channel = open(file, StandardOpenOption.CREATE);
            return FileSink.open(threads, channel, root, file, maxBytes, durable(channel));
        });
    }

    @Override
    public Future<Long> durable(String address) {
        return blocking(() -> {
            try (FileChannel channel = FileChannel.open(root.resolve(address), StandardOpenOption.WRITE)) {
                return durable(channel);
            } catch (NoSuchFileException nothingBegun) {
                return 0L;
            }
        });
    }

    /** A process that died has left what it wrote to the system; that counts once it is on the disk. */
    private static long durable(FileChannel channel) throws IOException {
        long size = channel.size();
        channel.force(true);
        return size;
    }

    @Override
    public Future<Void> concatenate(String address, List<String> parts) {
        return Disk.run(joining, () -> {
            Path file = root.resolve(address);
            try (FileChannel whole = open(file, StandardOpenOption.CREATE_NEW)) {
                for (String part : parts) {
                    append(whole, root.resolve(part));
                }
                whole.force(true);
            }
            Disk.syncEntry(file, root);
            return null;
        });
    }

    private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
        return Disk.inFolder(file, path -> FileChannel.open(path, how, StandardOpenOption.WRITE));
    }

    private static void append(FileChannel whole, Path part) throws IOException {
        try (FileChannel from = FileChannel.open(part, StandardOpenOption.READ)) {
            long at = 0;
            while (at < from.size()) {
                at += from.transferTo(at, from.size() - at, whole);
            }
        }
    }

    @Override
    public Future<String> publish(FileId fileId, long fence, List<Path> files, LongConsumer stored) {
        return blocking(() -> {
            Path target = Disk.inFolder(folder(fileId).resolve(Long.toString(fence)), Files::createDirectories);
            long bytes = 0;
            for (Path file : files) {
                Path moved = target.resolve(file.getFileName());
                // A move within one file system is free; across two it copies.
                Files.move(file, moved, StandardCopyOption.REPLACE_EXISTING);
                Disk.sync(moved);
                bytes += Files.size(moved);
                stored.accept(bytes);
            }
            Disk.sync(target);
            Disk.sync(folder(fileId));
            return root.relativize(target).toString();
        });
    }

    @Override
    public Future<Optional<MediaFile>> file(String address) {
        return blocking(() -> regular(root.resolve(address)));
    }

    @Override
    public Future<Optional<MediaFile>> file(String address, String name) {
        return blocking(() -> {
            // The name comes from a URL: compare it with what is there instead of making a path of it.
            for (Path file : entries(root.resolve(address))) {
                if (String.valueOf(file.getFileName()).equals(name)) {
                    return regular(file);
                }
            }
            return Optional.empty();
        });
    }

    private Optional<MediaFile> regular(Path path) throws IOException {
        return Files.isRegularFile(path)
                ? Optional.of(new LocalFile(path, Files.size(path), threads))
                : Optional.empty();
    }

    @Override
    public Future<Optional<Path>> fetch(String address, Path folder) {
        return file(address).map(file -> file.flatMap(MediaFile::path));
    }

    @Override
    public Future<Void> deleteAttempts(FileId fileId, long fence, Optional<String> published) {
        return blocking(() -> {
            for (Path entry : entries(folder(fileId))) {
                boolean keep =
                        published.map(root::resolve).filter(entry::equals).isPresent();
                boolean meant = Attempts.isUpTo(fence, String.valueOf(entry.getFileName()));
                if (meant && !keep && Files.isDirectory(entry)) {
                    Disk.deleteTree(entry);
                }
            }
            Disk.deleteIfEmpty(folder(fileId));
            return null;
        });
    }

    @Override
    public Future<Void> deleteAttempt(FileId fileId, long fence) {
        return blocking(() -> {
            Disk.deleteTree(folder(fileId).resolve(Long.toString(fence)));
            Disk.deleteIfEmpty(folder(fileId));
            return null;
        });
    }

    @Override
    public Future<Void> deleteOriginal(String address) {
        return blocking(() -> {
            Path file = root.resolve(address);
            boolean unused = Files.deleteIfExists(file);
            Disk.deleteIfEmpty(Objects.requireNonNull(file.getParent()));
            return null;
        });
    }

    @Override
    public Future<OptionalLong> free() {
        return blocking(() -> OptionalLong.of(Files.getFileStore(root).getUsableSpace()));
    }

    @Override
    public Future<Void> ping() {
        return blocking(() -> {
            Disk.tryOut(root);
            return null;
        });
    }

    @Override
    public Future<Void> close() {
        return joining.close().eventually(threads::close);
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private Path folder(FileId fileId) {
        return root.resolve(fileId.value());
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return Disk.run(threads, work);
    }
}
