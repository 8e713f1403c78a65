package io.reelbus.transcode;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervised run of ffmpeg: in its sandbox, watched for time and for progress, gone when it is told to go, and dead
 * when this JVM is. Its methods may be called from any thread.
 */
public final class Ffmpeg {
    private static final Logger LOG = LoggerFactory.getLogger(Ffmpeg.class);

    /**
     * Spawns and watches every run. The signal that ends ffmpeg with its parent is sent when the spawning thread
     * ends, so this one lives as long as the JVM does; and it watches even while event loops are blocked.
     */
    private static final ScheduledExecutorService WATCHMAN =
            Executors.newSingleThreadScheduledExecutor(daemons("reelbus-ffmpeg-watch"));

    /** Two threads for each run, to read what it says. */
    private static final ExecutorService READERS = Executors.newCachedThreadPool(daemons("reelbus-ffmpeg-read"));

    private static final long WATCH_MILLIS = 100;
    private static final long SUM_MILLIS = 500;
    private static final long GRACE_MILLIS = 1_000;

    private final FfmpegBinary binary;
    private final List<String> arguments;
    private final Limits limits;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Future<Exit> seen;
    private final Consumer<Progress> onProgress;
    private final @Nullable Path folder;

    // Down to the blank line: touched by the watchman's thread alone.
    private long startedAt;
    private long summedAt;
    private long atFirst;
    private Written written = Written.NOTHING;
    private boolean summing;
    private Duration cpu = Duration.ZERO;
    private Exit.End end = Exit.End.ITSELF;
    private @Nullable ScheduledFuture<?> watch;

    private volatile Written atLast = Written.NOTHING;
    private volatile @Nullable Process process;
    private volatile Progress progress = Progress.NONE;
    private volatile long movedAt;

    private Ffmpeg(
            FfmpegBinary binary,
            List<String> arguments,
            Limits limits,
            @Nullable Path folder,
            Context context,
            Consumer<Progress> onProgress) {
        this.binary = binary;
        this.arguments = List.copyOf(arguments);
        this.limits = limits;
        this.folder = folder;
        this.seen = Future.fromCompletionStage(exit, context);
        this.onProgress = onProgress;
    }

    /**
     * Starts a run; progress and its end are reported on the context, the end last.
     *
     * @param folder in which it works and writes, if it writes: while that changes it does not count as stalled, and what
     *     comes to it counts as output
     */
    static Ffmpeg start(
            FfmpegBinary binary,
            List<String> arguments,
            Limits limits,
            @Nullable Path folder,
            Context context,
            Consumer<Progress> onProgress) {
        Ffmpeg ffmpeg = new Ffmpeg(
                binary,
                arguments,
                limits,
                folder,
                context,
                report -> context.runOnContext(nothing -> onProgress.accept(report)));
        ffmpeg.prepare();
        return ffmpeg;
    }

    /** How it ended; fails with the IOException when it could not be started. */
    Future<Exit> exit() {
        return seen;
    }

    /** The process id, from when it is spawned; it stays known after the end. */
    public OptionalLong pid() {
        Process spawned = process;
        return spawned == null ? OptionalLong.empty() : OptionalLong.of(spawned.pid());
    }

    /** It has done something that shows in neither its reports nor its files: it does not stand still. */
    void moved() {
        movedAt = System.nanoTime();
    }

    /** Asks it to end (SIGTERM), and ends it (SIGKILL) a second later if it has not listened. */
    public void stop() {
        WATCHMAN.execute(() -> endGently(Exit.End.KILLED));
    }

    private void endGently(Exit.End why) {
        end(why, false);
        var unused = WATCHMAN.schedule(() -> end(why, true), GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        // The watchman does one thing after the other: the process is there, or will never be.
        WATCHMAN.execute(() -> end(Exit.End.KILLED, true));
    }

    /** On a disk that hangs this does not hold up the watchman. */
    private void prepare() {
        try {
            READERS.execute(() -> {
                long there = Written.in(folder).bytes();
                WATCHMAN.execute(() -> spawn(there));
            });
        } catch (OutOfMemoryError noThread) {
            exit.completeExceptionally(noThread);
        }
    }

    private void spawn(long there) {
        if (end != Exit.End.ITSELF) {
            exit.completeExceptionally(new CancellationException("ended before it began"));
            return;
        }
        try {
            atFirst = there;
            ProcessBuilder builder = Sandbox.builder(Sandbox.ofThisMachine().command(binary.path(), arguments, limits));
            if (folder != null) {
                builder.directory(folder.toFile());
            }
            Process spawned = builder.start();
            process = spawned;
            startedAt = System.nanoTime();
            summedAt = startedAt;
            movedAt = startedAt;
            CompletableFuture<Void> reports =
                    CompletableFuture.runAsync(() -> readProgress(spawned.getInputStream()), READERS);
            CompletableFuture<List<String>> said =
                    CompletableFuture.supplyAsync(() -> readErrors(spawned.getErrorStream()), READERS);
            watch = WATCHMAN.scheduleAtFixedRate(
                    () -> look(spawned), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            // Both pipes are read to their ends first: the last report and the last words count.
            reports.thenCombine(said, (nothing, lines) -> lines)
                    .thenCombine(spawned.onExit(), (lines, dead) -> lines)
                    .thenApplyAsync(this::sumAtLast, READERS)
                    .whenCompleteAsync((lines, failure) -> finish(spawned, lines, failure), WATCHMAN);
        } catch (Throwable e) {
            // Errors too: a machine out of threads says so by one, and nobody else would ever end this run.
            Process spawned = process;
            if (spawned != null) {
                boolean unused = spawned.toHandle().destroyForcibly();
            }
            exit.completeExceptionally(e);
        }
    }

    private void finish(Process dead, @Nullable List<String> lines, @Nullable Throwable failure) {
        if (watch != null) {
            watch.cancel(false);
        }
        if (failure != null) {
            exit.completeExceptionally(failure);
        } else {
            lookOnceMore();
            Usage usage = new Usage(seconds(System.nanoTime() - startedAt), seconds(cpu.toNanos()));
            exit.complete(
                    new Exit(dead.exitValue(), end, progress, lines == null ? List.of() : lines, usage, arguments));
        }
    }

    private List<String> sumAtLast(List<String> lines) {
        atLast = Written.in(folder);
        return lines;
    }

    /** It may have gone beyond its bounds, and been gone before anybody saw it. */
    private void lookOnceMore() {
        if (end != Exit.End.ITSELF) {
            return;
        }
        written = atLast;
        if (progress.seconds() > limits.mediaSeconds()) {
            end = Exit.End.ENDLESS;
        } else if (hasOutgrown()) {
            end = Exit.End.OUTGROWN;
        }
    }

    // A stopped or stuck process does not hear SIGTERM, and one that hears it would go on for a while: all are killed.
    private void look(Process running) {
        long now = System.nanoTime();
        cpu = running.info().totalCpuDuration().orElse(cpu);
        if (now - startedAt > TimeUnit.MILLISECONDS.toNanos(limits.wallMillis())) {
            end(Exit.End.OVERTIME, true);
        } else if (cpu.toSeconds() >= limits.cpuSeconds()) {
            end(Exit.End.BUSY, true);
        } else if (now - summedAt > TimeUnit.MILLISECONDS.toNanos(SUM_MILLIS)) {
            summedAt = now;
            sum();
            lookWhetherItMoves(now);
        }
    }

    /** Elsewhere: on a disk that hangs nobody would watch any other run. */
    private void sum() {
        if (!summing) {
            summing = true;
            try {
                var unused = CompletableFuture.supplyAsync(() -> Written.in(folder), READERS)
                        .whenCompleteAsync((now, failure) -> summed(now), WATCHMAN);
            } catch (OutOfMemoryError noThread) {
                // Whatever leaves this method ends the watch for good: the next look tries again.
                summing = false;
            }
        }
    }

    private void summed(@Nullable Written now) {
        summing = false;
        if (now != null && !now.equals(written)) {
            movedAt = System.nanoTime();
            written = now;
        }
        if (hasOutgrown()) {
            end(Exit.End.OUTGROWN, true);
        }
    }

    private void lookWhetherItMoves(long now) {
        if (limits.stallMillis() != Limits.NEVER
                && now - movedAt > TimeUnit.MILLISECONDS.toNanos(limits.stallMillis())) {
            end(Exit.End.STALLED, true);
        }
    }

    private boolean hasOutgrown() {
        return written.bytes() - atFirst > limits.outputBytes();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /** Signals it if it is there; the first reason to do so is the one reported. */
    private void end(Exit.End why, boolean force) {
        Process spawned = process;
        if (spawned != null && !spawned.isAlive()) {
            return;
        }
        if (end == Exit.End.ITSELF) {
            end = why;
        }
        if (spawned == null) {
            return;
        }
        // By its handle: Process.destroy() would close the pipes before they are read to their ends.
        ProcessHandle handle = spawned.toHandle();
        boolean sent = force ? handle.destroyForcibly() : handle.destroy();
        LOG.debug("ffmpeg signalled pid={} why={} sent={}", handle.pid(), why, sent);
    }

    private void readProgress(InputStream output) {
        ProgressParser parser = new ProgressParser();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Progress> report = parser.accept(line);
                if (report.isPresent()) {
                    if (report.get().movedSince(progress)) {
                        movedAt = System.nanoTime();
                    }
                    progress = report.get();
                    if (progress.seconds() > limits.mediaSeconds()) {
                        WATCHMAN.execute(() -> end(Exit.End.ENDLESS, true));
                    }
                    onProgress.accept(progress);
                }
            }
        } catch (IOException closed) {
            // The pipe of a process that was killed: what was read is all there is.
        }
    }

    private static List<String> readErrors(InputStream errors) {
        Tail tail = new Tail();
        try (InputStreamReader reader = new InputStreamReader(errors, StandardCharsets.UTF_8)) {
            return tail.drain(reader).lines();
        } catch (IOException closed) {
            return tail.lines();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
