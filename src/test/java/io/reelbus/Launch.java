package io.reelbus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command that starts a node as a process of its own. In the build it is the packaged one, with an archive of its
 * classes as the JVM has read them: tests start more than a hundred nodes, which reading costs 1.3 s of CPU time each.
 * Elsewhere it is what has been compiled, as it lies on the class path of the tests.
 */
final class Launch {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Many of these start at once on few cores: little memory, and a compiler that is soon done. */
    private static final List<String> LIGHT = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private Launch() {}

    static List<String> command() {
        return jar().map(jar -> command(jar, "-XX:SharedArchiveFile=" + Lazy.ARCHIVE))
                .orElseGet(() -> all(
                        List.of(JAVA),
                        LIGHT,
                        List.of("-cp", System.getProperty("java.class.path"), "io.reelbus.Main")));
    }

    private static Optional<String> jar() {
        return Optional.ofNullable(System.getProperty("reelbus.jar"));
    }

    private static List<String> command(String jar, String archive) {
        // What the JVM has to say of an archive goes to the output, where a test reads what the node says.
        return all(List.of(JAVA), LIGHT, List.of("-Xlog:disable", archive, "-jar", jar));
    }

    @SafeVarargs
    private static List<String> all(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private static final class Lazy {
        static final Path ARCHIVE = made(Path.of(jar().orElseThrow()));

        private static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(each -> each.toFile().delete());
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        /** Of what a member of a cluster uses from its start to its end. */
        private static Path made(Path jar) {
            try {
                Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "archive");
                Path archive = folder.resolve("classes.jsa");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                Cluster cluster = Cluster.empty(folder);
                Map<String, String> settings = new HashMap<>(cluster.settings(1));
                settings.put("REELBUS_CLUSTER_MEMBERS", "127.0.0.1:" + settings.get("REELBUS_CLUSTER_PORT"));
                List<String> command = command(jar.toString(), "-XX:ArchiveClassesAtExit=" + archive);
                Program program = Program.of(command, folder, folder.resolve("log"), settings);
                var unused = program.port();
                program.signal("TERM");
                var ended = program.awaitEnd();
                return archive;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
