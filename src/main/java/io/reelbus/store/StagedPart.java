package io.reelbus.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of an upload on its way through the disk of this node; blocking, and for one thread after the other. */
final class StagedPart implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private long size;

    StagedPart(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /** Adds these bytes, all or none of them, and returns how many there are now. */
    long append(ByteBuffer bytes) throws IOException {
        long end = size;
        try {
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
        size = end;
        return size;
    }

    void clear() throws IOException {
        channel.truncate(0);
        size = 0;
    }

    /** Removes it; harmless where that was done before. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
