package io.reelbus;

import ch.qos.logback.classic.LoggerContext;
import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node until it is told to stop. */
@Command(
        name = "reelbus",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs a Reelbus node. Without options: one node for this machine, on http://localhost:3001.")
public final class Main implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    /** What stopping may take beyond the time that a drain is given. */
    private static final long STOP_SECONDS = 15;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A JSON file with what differs from the defaults; see docs/configuration.md.")
    private @Nullable Path config;

    private final Consumer<Node> started;

    /** {@code started} is given the node when it is ready: what is added to it in its own process, as benchmarks do. */
    Main(Consumer<Node> started) {
        this.started = started;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main(node -> {})).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        Node node;
        NodeConfig settings;
        try {
            settings = ConfigLoader.load(config, environment());
            nameInLogs(NodeName.of(settings));
            node = Node.start(settings)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (IllegalArgumentException | DotenvException e) {
            return fail(e);
        } catch (ExecutionException e) {
            return fail(e.getCause() == null ? e : e.getCause());
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stop(node, settings.drainSeconds() + STOP_SECONDS, stopped), "stop"));
        started.accept(node);
        System.out.println("Reelbus is ready: open " + node.address());
        stopped.await();
        return 0;
    }

    private static void stop(Node node, long seconds, CountDownLatch stopped) {
        try {
            node.stop().toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("did not stop cleanly");
        } finally {
            stopped.countDown();
        }
    }

    /** Puts the node's name into every line of its log: a cluster's logs are read together. */
    private static void nameInLogs(String node) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.putProperty("node", node);
        }
    }

    private static int fail(Throwable trouble) {
        LOG.debug("start failed", trouble);
        System.err.println("Reelbus cannot start: " + StartTrouble.explain(trouble));
        return 1;
    }

    /** The real environment over what a {@code .env} file in the working folder adds. */
    private static Map<String, String> environment() {
        return Dotenv.configure().ignoreIfMissing().load().entries().stream()
                .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue, (first, second) -> second));
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"reelbus " + version()};
        }
    }
}
