package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** A file of the media store that is on a disk of this machine, or looks so. */
record LocalFile(Path where, long size, WorkerExecutor threads) implements MediaFile {
    @Override
    public Optional<Path> path() {
        return Optional.of(where);
    }

    @Override
    public Future<Buffer> read(long from, int length) {
        return Disk.run(threads, () -> {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - from)));
            try (FileChannel channel = FileChannel.open(where, StandardOpenOption.READ)) {
                while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                    // A read may give less than was asked for.
                }
            }
            return Buffer.buffer(Arrays.copyOf(bytes.array(), bytes.position()));
        });
    }

    @Override
    public Optional<URI> link(String contentType, Optional<String> contentDisposition) {
        return Optional.empty();
    }
}
