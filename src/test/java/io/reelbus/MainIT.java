package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as people start, stop and kill it. */
class MainIT {
    @TempDir
    Path folder;

    /** A node that is a process of its own; its words on stderr are in the file. */
    private record Program(Process process, BufferedReader out, Path err) implements AutoCloseable {
        int port() throws Exception {
            String ready = out.readLine();
            assertTrue(ready != null && ready.startsWith("Reelbus is ready: open http://"), () -> ready + said());
            return Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
        }

        String said() {
            try {
                return Files.readString(err);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        void assertRefuses(String word) throws Exception {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue(), this::said);
            assertNull(out.readLine());
            List<String> lines = said().lines()
                    .filter(line -> line.startsWith("Reelbus cannot start: "))
                    .toList();
            assertEquals(1, lines.size(), this::said);
            assertTrue(lines.get(0).contains(word), lines.get(0));
        }

        void kill() throws Exception {
            process.destroyForcibly();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        }

        @Override
        public void close() throws Exception {
            kill();
        }
    }

    private Program run(Map<String, String> environment) throws Exception {
        Path err = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(Launch.command()).directory(folder.toFile()).redirectError(err.toFile());
        Map<String, String> settings = new HashMap<>(Map.of("PORT", "0", "HOST", "127.0.0.1"));
        settings.put("REELBUS_TRANSCODE_FFMPEG", Clips.ffmpeg().path().toString());
        settings.putAll(environment);
        settings.values().removeIf(String::isEmpty);
        builder.environment().putAll(settings);
        Process process = builder.start();
        return new Program(process, process.inputReader(), err);
    }

    @Test
    @Concurrent
    void itSaysOnceThatItIsReadyAndEndsWhenAsked() throws Exception {
        try (Program node = run(Map.of())) {
            node.port();
            node.process().toHandle().destroy(); // Process.destroy() would close its pipes.
            assertTrue(node.process().waitFor(5, TimeUnit.SECONDS));
            assertTrue(List.of(0, 143).contains(node.process().exitValue()));
            assertNull(node.out().readLine());
        }
    }

    @Test
    @Concurrent
    void everyLineOfItsLogNamesTheNodeAndWhereItIsAboutWorkTheFileAndTheAttempt() throws Exception {
        try (Program node = run(Map.of("REELBUS_NODE", "studio-7"));
                RawClient client = new RawClient(node.port())) {
            byte[] form = Form.of(Files.readAllBytes(Clips.text())).closed();
            String id = client.post("/api/videos", "Content-Length: " + form.length + "\r\n")
                    .bytes(form)
                    .answer()
                    .json()
                    .getString("fileId");
            Await.until("the job ends", () -> node.said().contains("job ended"));
            List<String> lines = node.said()
                    .lines()
                    .filter(line -> line.matches("\\d{4}-.*"))
                    .toList();
            assertEquals(
                    List.of(),
                    lines.stream()
                            .filter(line -> !line.contains(" node=\"studio-7\""))
                            .toList());
            for (String event : List.of("attempt started", "attempt failed", "job ended")) {
                List<String> about =
                        lines.stream().filter(line -> line.contains(event)).toList();
                assertEquals(1, about.size(), node::said);
                assertTrue(about.get(0).contains("fileId=\"" + id + "\" attempt=\"1\""), about.get(0));
            }
            assertTrue(node.said().contains("ffmpeg ended: ITSELF, exit code 1"), node::said);
        }
    }

    @Test
    @Concurrent
    void aBadSettingIsNamed() throws Exception {
        try (Program node = run(Map.of("REELBUS_NONSENSE", "1"))) {
            node.assertRefuses("REELBUS_NONSENSE");
        }
    }

    @Test
    @Concurrent
    void aTakenPortAFolderInUseAndAnUnusableFolderAreSaid() throws Exception {
        try (Program first = run(Map.of())) {
            String port = Integer.toString(first.port());
            try (Program second = run(Map.of("PORT", port, "REELBUS_DATA", "other"))) {
                second.assertRefuses("port is taken");
            }
            try (Program second = run(Map.of())) {
                second.assertRefuses("another node uses the data folder");
            }
        }
        Files.writeString(folder.resolve("file"), "not a folder");
        try (Program node = run(Map.of("REELBUS_DATA", "file"))) {
            node.assertRefuses("the data folder cannot be used");
        }
    }

    @Test
    @Concurrent
    void aFileOfSettingsIsReadAndTheRealEnvironmentWins() throws Exception {
        Files.writeString(folder.resolve(".env"), "HOST=not a host\nREELBUS_UPLOAD_MAX_BYTES=many\n");
        try (Program node = run(Map.of())) {
            node.assertRefuses("REELBUS_UPLOAD_MAX_BYTES");
        }
        try (Program node = run(Map.of("REELBUS_UPLOAD_MAX_BYTES", "1000"))) {
            assertTrue(node.port() > 0);
        }
    }

    @Test
    @Concurrent
    void aKillLosesNoAcceptedUploadAndLeavesNothingOfAnUnfinishedOne() throws Exception {
        String id;
        try (Program node = run(Map.of())) {
            int port = node.port();
            byte[] form = Form.of(Files.readAllBytes(Clips.longSmall())).closed();
            try (RawClient half = new RawClient(port);
                    RawClient client = new RawClient(port)) {
                half.post("/api/videos", "Content-Length: 9000000\r\n")
                        .bytes(new Form()
                                .head("file", "a")
                                .bytes(Web.random(3_000_000))
                                .open());
                Await.until("the upload has begun", () -> media().size() == 1);
                id = client.post("/api/videos", "Content-Length: " + form.length + "\r\n")
                        .bytes(form)
                        .answer()
                        .json()
                        .getString("fileId");
                node.kill();
            }
        }
        assertEquals(2, media().size());
        try (Program node = run(Map.of())) {
            int port = node.port();
            assertEquals(List.of(id), media());
            Await.until("the job completes", () -> {
                try (RawClient client = new RawClient(port)) {
                    return client.text("GET /api/videos/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .answer()
                            .json()
                            .getString("status")
                            .equals("completed");
                }
            });
            Await.until(
                    "scratch is empty",
                    () -> Web.names(folder.resolve("data").resolve("scratch")).isEmpty());
        }
    }

    private List<String> media() throws Exception {
        return Web.names(folder.resolve("data").resolve("media"));
    }
}
