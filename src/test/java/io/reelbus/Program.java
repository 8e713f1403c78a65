package io.reelbus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of {@link Main} in a process of its own; what it says on stderr is in a file. */
final class Program {
    private static final String READY = "Reelbus is ready: open http://";
    private static final long SECONDS = 120;

    private final Process process;
    private final Path log;
    private final CompletableFuture<Optional<String>> ready;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.ready = CompletableFuture.supplyAsync(() -> firstLine(process));
    }

    /** {@code prefix} stands before the command, for instance to enter a network namespace. */
    static Program start(Path folder, Path log, List<String> prefix, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(Launch.command());
        return of(command, folder, log, environment);
    }

    /** By a command that is not the usual one. */
    static Program of(List<String> command, Path folder, Path log, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new Program(builder.start(), log);
    }

    private static Optional<String> firstLine(Process process) {
        try {
            BufferedReader out = process.inputReader();
            return Optional.ofNullable(out.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens on, once it is ready. */
    int port() throws Exception {
        Optional<String> line = ready.get(SECONDS, TimeUnit.SECONDS);
        if (line.isEmpty() || !line.get().startsWith(READY)) {
            throw new AssertionError("not ready: " + line + "\n" + said());
        }
        return Integer.parseInt(line.get().substring(line.get().lastIndexOf(':') + 1));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal by its name, for instance STOP. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("could not send " + name);
        }
    }

    /** Returns once it has ended. */
    Program awaitEnd() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running\n" + said());
        }
        return this;
    }

    /** Of a program that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Ends it at once, as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        var unused = awaitEnd();
    }
}
