package io.reelbus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of this machine. */
public final class Processes {
    private Processes() {}

    /** Those whose command line names this path or something below it, or that work there, whoever their parent is. */
    public static List<ProcessHandle> about(Path path) {
        return ProcessHandle.allProcesses()
                .filter(each -> names(each, path) || worksIn(each, path))
                .toList();
    }

    private static boolean names(ProcessHandle process, Path path) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(path.toString()))
                .isPresent();
    }

    private static boolean worksIn(ProcessHandle process, Path path) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .startsWith(path.toAbsolutePath());
        } catch (IOException goneOrNotLinux) {
            return false;
        }
    }
}
