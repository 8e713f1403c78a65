package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptSurvivesKillIT {
    private static Process accepting(Path folder, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AcceptMain.class.getName(),
                        folder.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The ids that the process has printed, whatever else it said. */
    private static List<FileId> printed(Path output) {
        try {
            return Files.readString(output)
                    .lines()
                    .map(FileId::parse)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyAcknowledgedJobIsThereAfterAKill(@TempDir Path folder, @TempDir Path other) throws Exception {
        List<FileId> acknowledged = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        try {
            for (int round = 1; round <= 3; round++) {
                Path output = other.resolve("round-" + round);
                Process process = accepting(folder, output);
                Await.until("150 accepted", () -> printed(output).size() >= 150);
                assertEquals(137, process.destroyForcibly().waitFor());
                acknowledged.addAll(printed(output));
                JobStore jobs = Await.result(JobStore.open(vertx, TestDatabase.config(), folder));
                for (FileId id : acknowledged) {
                    assertTrue(Await.result(jobs.story(id)).isPresent(), "lost in round " + round);
                }
                Await.result(jobs.close());
            }
        } finally {
            Await.result(vertx.close());
        }
    }

    @Test
    void aFolderThatAnotherProcessHoldsIsRefused(@TempDir Path folder, @TempDir Path other) throws Exception {
        Vertx vertx = Vertx.vertx();
        Path output = other.resolve("output");
        Process process = accepting(folder, output);
        try {
            Await.until("one accepted", () -> !printed(output).isEmpty());
            var refused = assertThrows(
                    RuntimeException.class, () -> Await.result(JobStore.open(vertx, TestDatabase.config(), folder)));
            StringBuilder said = new StringBuilder();
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                said.append(cause.getMessage()).append('\n');
            }
            assertTrue(said.toString().contains("may be already in use"), said.toString());
        } finally {
            process.destroyForcibly();
            Await.result(vertx.close());
        }
    }
}
