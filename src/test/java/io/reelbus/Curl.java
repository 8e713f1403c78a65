package io.reelbus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The curl that people have, in a process of its own; what it prints is kept line by line. */
public final class Curl implements AutoCloseable {
    private static final long SECONDS = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Curl(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "curl");
        reader.start();
    }

    /** Without its progress meter, and without waiting before it prints. */
    public static Curl start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "-sN"));
        command.addAll(Arrays.asList(arguments));
        return new Curl(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** All that it prints until it ends by itself, without an error. */
    public static List<String> run(String... arguments) throws Exception {
        try (Curl curl = start(arguments)) {
            return curl.finish();
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (this) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public Curl await(String what, Predicate<String> line) {
        Await.until(what + " among " + lines(), () -> lines().stream().anyMatch(line));
        return this;
    }

    /** What it has printed once it has ended by itself. */
    public List<String> finish() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + lines());
        }
        reader.join();
        if (process.exitValue() != 0) {
            throw new AssertionError("curl ended with " + process.exitValue() + ": " + lines());
        }
        return lines();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
