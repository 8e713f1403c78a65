package io.reelbus.transcode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of a file a process has read, as the kernel of Linux shows it below {@code /proc}; elsewhere it cannot be
 * seen. Its methods block, for microseconds; they may be called from any thread, by one at a time.
 */
final class SourcePosition {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String POSITION = "pos:";

    private final Path file;
    private final long bytes;
    private @Nullable Path seen;

    private SourcePosition(Path file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Of a file as it is now; fails where there is none. */
    static SourcePosition of(Path file) throws IOException {
        Path real = file.toRealPath();
        return new SourcePosition(real, Files.size(real));
    }

    /** The size of the file. */
    long bytes() {
        return bytes;
    }

    /** From 0 to 1, where the process reads in the file; empty where it has not opened it, or that cannot be seen. */
    synchronized OptionalDouble share(long pid) {
        Path process = PROCESSES.resolve(String.valueOf(pid));
        try {
            Path descriptor = seen != null && seen.startsWith(process) && leadsToFile(seen) ? seen : find(process);
            seen = descriptor;
            return descriptor == null || bytes == 0 ? OptionalDouble.empty() : position(process, descriptor);
        } catch (IOException | DirectoryIteratorException | UncheckedIOException goneOrNotOurs) {
            return OptionalDouble.empty();
        }
    }

    private @Nullable Path find(Path process) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (leadsToFile(descriptor)) {
                    return descriptor;
                }
            }
        }
        return null;
    }

    private boolean leadsToFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    private OptionalDouble position(Path process, Path descriptor) throws IOException {
        Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
        try (Stream<String> lines = Files.lines(info)) {
            Optional<Long> position = lines.filter(line -> line.startsWith(POSITION))
                    .map(line ->
                            Long.parseLong(line.substring(POSITION.length()).trim()))
                    .findFirst();
            return position.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.min(1, position.get() / (double) bytes));
        }
    }
}
