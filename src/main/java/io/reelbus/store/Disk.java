package io.reelbus.store;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What plain file calls lack: syncing folders, removing trees, and telling a full disk from other trouble. Blocking. */
public final class Disk {
    /** Each is undone only by a removal that falls into the moment between two calls. */
    private static final int TRIES = 10;

    private Disk() {}

    /** Forces a file's bytes, or a folder's entries, to the disk. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes durable that this file is there: its folder and that folder's in the root. */
    static void syncEntry(Path file, Path root) throws IOException {
        sync(Objects.requireNonNull(file.getParent()));
        sync(root);
    }

    /** Removes the folder and all that is in it; nothing happens where there is nothing. */
    static void deleteTree(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException trouble)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException gone) {
            // Somebody else removed it: that is what was asked for.
        }
    }

    /**
     * Writes a file in the folder and reads it again; it has no name by then, so nothing can be left behind. Not
     * synced: a disk that is busy with an upload would look like one that is broken.
     */
    static void tryOut(Path folder) throws IOException {
        ByteBuffer word = ByteBuffer.wrap(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        Path file = folder.resolve("." + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            int written = channel.write(word.duplicate(), 0);
            ByteBuffer again = ByteBuffer.allocate(word.capacity());
            if (channel.read(again, 0) != written || !again.flip().equals(word)) {
                throw new IOException("what was written cannot be read again");
            }
        }
    }

    /** What is done with a path below a folder that may not be there yet, or not any more. */
    interface Below<T> {
        T at(Path path) throws IOException;
    }

    /** Does it with the path once its folder is there; again where somebody has just removed that as an empty one. */
    static <T> T inFolder(Path path, Below<T> work) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        for (int left = TRIES; ; left--) {
            try {
                Files.createDirectories(folder);
                return work.at(path);
            } catch (NoSuchFileException | FileAlreadyExistsException gone) {
                // The folder that is there already may be gone by when that is looked at.
                if (left == 0 || Files.exists(path)) {
                    throw gone;
                }
            }
        }
    }

    /** Removes the folder if nothing is in it. */
    static void deleteIfEmpty(Path folder) throws IOException {
        try {
            boolean unused = Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException inUse) {
            // What is in it belongs to somebody.
        }
    }

    /** Does file work on one of these threads; trouble comes back explained. */
    static <T> Future<T> run(WorkerExecutor threads, Callable<T> work) {
        return threads.executeBlocking(
                () -> {
                    try {
                        return work.call();
                    } catch (IOException e) {
                        throw explain(e);
                    }
                },
                false);
    }

    /** The failure behind trouble with a file. The JDK tells a full disk by the system's message alone. */
    public static RuntimeException explain(Throwable trouble) {
        return isFull(trouble) ? Failure.DISK_FULL.causedBy(trouble) : Failure.INTERNAL.causedBy(trouble);
    }

    /** Whether somewhere behind this trouble is a full disk. */
    static boolean isFull(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}
