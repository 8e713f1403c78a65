package io.reelbus;

import java.nio.file.Path;
import java.util.List;

/** The processes of this machine. */
public final class Processes {
    private Processes() {}

    /** Those whose command line names this path or something below it, whoever their parent is. */
    public static List<ProcessHandle> about(Path path) {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info()
                        .commandLine()
                        .filter(line -> line.contains(path.toString()))
                        .isPresent())
                .toList();
    }
}
