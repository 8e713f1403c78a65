package io.reelbus.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The node's own folder for parts of uploads that are not sent yet; blocking. */
record PartFolder(Path folder) {
    /** What is there was left by a process that died, and is worth nothing. */
    static PartFolder empty(Path folder) throws IOException {
        Disk.deleteTree(folder);
        return new PartFolder(Files.createDirectories(folder));
    }

    StagedPart begin() throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        return new StagedPart(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }
}
