package io.reelbus;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A JavaScript client below {@code src/test/js} in a process of its own: JSON lines in, JSON lines out. */
final class Script implements AutoCloseable {
    private static final Path FOLDER = Path.of("src", "test", "js").toAbsolutePath();
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Process process;
    private final BufferedWriter input;
    private final List<String> lines = new ArrayList<>();
    private final Consumer<String> heard;
    private final Thread reader;

    private Script(List<String> command, Consumer<String> heard) throws IOException {
        this.heard = heard;
        process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        input = process.outputWriter(StandardCharsets.UTF_8);
        reader = new Thread(this::read, "script");
        reader.start();
    }

    /** Runs {@code npm ci} where what it installs is missing or older than the lock file. */
    static void install() throws IOException, InterruptedException {
        install(FOLDER);
    }

    /** The same in another folder. */
    static void install(Path folder) throws IOException, InterruptedException {
        Path installed = folder.resolve("node_modules/.package-lock.json");
        Path lock = folder.resolve("package-lock.json");
        if (Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        // Our own standard streams are how the test runner speaks with this JVM: they are not npm's.
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            throw new IllegalStateException("npm ci ended with " + npm.exitValue() + ":\n" + said);
        }
        Files.setLastModifiedTime(installed, Files.getLastModifiedTime(lock));
    }

    static Script node(String file, Object... arguments) throws IOException {
        return heard(line -> {}, file, arguments);
    }

    /** {@code heard} is given each line that it prints, in order and on one thread. */
    static Script heard(Consumer<String> heard, String file, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", file));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Script(command, heard);
    }

    /** Trusts the server whose certificate this is. */
    static Script trusting(Path certificate, String file, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "NODE_EXTRA_CA_CERTS=" + certificate, "node", file));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Script(command, line -> {});
    }

    /** Runs a command in the folder of the clients. */
    static Script command(String... command) throws IOException {
        return new Script(List.of(command), line -> {});
    }

    /** As a person runs it: on a terminal. */
    static Script terminal(String command) throws IOException {
        return new Script(List.of("script", "-qfec", command, "/dev/null"), line -> {});
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                add(line);
                line = output.readLine();
            }
        } catch (IOException e) {
            add("could not read: " + e);
        }
        add("");
    }

    private synchronized void add(String line) {
        lines.add(line);
        heard.accept(line);
        notifyAll();
    }

    Script emit(String event, Object... args) {
        return type(new JsonObject()
                .put("emit", event)
                .put("args", List.of(args))
                .put("ack", true)
                .encode());
    }

    synchronized Script type(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(String.join("\n", raw()), e);
        }
        return this;
    }

    synchronized List<String> raw() {
        return List.copyOf(lines);
    }

    /** What it has printed so far. */
    List<JsonObject> lines() {
        return raw().stream()
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::new)
                .toList();
    }

    /** What it has printed so far, by its connections. */
    List<List<JsonObject>> visits() {
        List<List<JsonObject>> visits = new ArrayList<>();
        for (JsonObject line : lines()) {
            if ("connect".equals(line.getString("event"))) {
                visits.add(new ArrayList<>());
            } else if (!visits.isEmpty()) {
                visits.get(visits.size() - 1).add(line);
            }
        }
        return visits;
    }

    synchronized Script awaitRaw(Predicate<List<String>> condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.test(lines)) {
            long left = DEADLINE_NANOS - (System.nanoTime() - start);
            if (left <= 0 || !reader.isAlive()) {
                throw new AssertionError("not what was awaited:\n" + String.join("\n", lines));
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
        return this;
    }

    Script await(Predicate<JsonObject> condition) throws InterruptedException {
        return awaitRaw(all -> lines().stream().anyMatch(condition));
    }

    Script awaitEvent(String event) throws InterruptedException {
        return await(line -> event.equals(line.getString("event")));
    }

    /** Ends its input; returns once it has ended by itself. */
    Script finish() throws IOException, InterruptedException {
        input.close();
        if (!process.waitFor(DEADLINE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new AssertionError("still running:\n" + String.join("\n", raw()));
        }
        reader.join();
        if (process.exitValue() != 0) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + String.join("\n", raw()));
        }
        return this;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
