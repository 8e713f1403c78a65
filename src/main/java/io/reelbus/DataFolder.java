package io.reelbus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The folder that a node has for itself. It is locked before anything in it is opened or swept, since a second node
 * would take the uploads of the first for leftovers.
 */
final class DataFolder implements AutoCloseable {
    private static final int ID_LENGTH = 36;

    private final FileChannel locked;
    private final String id;

    private DataFolder(FileChannel locked) throws IOException {
        this.locked = locked;
        this.id = id(locked);
    }

    /** Creates the folder where it is not there; blocking. Refuses one that another node holds. */
    static DataFolder lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(
                folder.resolve("node.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
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

    /** Names the folder's node among all others for as long as the folder lasts, whatever it is called. */
    String id() {
        return id;
    }

    private static String id(FileChannel locked) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ID_LENGTH);
        if (locked.read(bytes, 0) == ID_LENGTH) {
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
        String fresh = UUID.randomUUID().toString();
        int unused = locked.write(ByteBuffer.wrap(fresh.getBytes(StandardCharsets.US_ASCII)), 0);
        return fresh;
    }

    @Override
    public void close() throws IOException {
        locked.close();
    }
}
