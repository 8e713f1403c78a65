package io.reelbus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that a node has for itself. It is locked before anything in it is opened or swept, since a second node
 * would take the uploads of the first for leftovers.
 */
final class DataFolder implements AutoCloseable {
    private final FileChannel locked;

    private DataFolder(FileChannel locked) {
        this.locked = locked;
    }

    /** Creates the folder where it is not there; blocking. Refuses one that another node holds. */
    static DataFolder lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DataFolder(channel);
            }
        } catch (OverlappingFileLockException heldInThisProcess) {
            // Refused like a lock of another process.
        }
        channel.close();
        throw new IllegalArgumentException(
                "another node uses the data folder " + folder + "; choose one with REELBUS_DATA");
    }

    @Override
    public void close() throws IOException {
        locked.close();
    }
}
