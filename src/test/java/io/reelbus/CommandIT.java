package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code scripts/reelbus} as people run it, on a terminal and in pipes, against a real node. */
@Timeout(180)
class CommandIT {
    private static final String COMMAND =
            Path.of("scripts", "reelbus").toAbsolutePath().toString();

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of("REELBUS_NODE", "here"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** What a command that was not on a terminal has written and how it ended. */
    private record Ended(int code, List<String> out, String err) {}

    private static Process run(Path folder, int port, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(COMMAND));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("REELBUS_URL", url(port));
        return builder.start();
    }

    private static Ended end(Path folder, Process process) throws Exception {
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> read(folder, "out") + read(folder, "err"));
        return new Ended(process.exitValue(), read(folder, "out").lines().toList(), read(folder, "err"));
    }

    private static String read(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Ended ended(Path folder, String... arguments) throws Exception {
        return end(folder, run(folder, node.port(), arguments));
    }

    private static String upload(Path clip) throws Exception {
        return Web.upload(node, Files.readAllBytes(clip));
    }

    private static Script terminal(String arguments) throws IOException {
        // A program that was started in the background, as these tests may be, has its children ignore the keys.
        return Script.terminal("trap : INT; REELBUS_URL=" + url(node.port()) + " env --default-signal=INT " + COMMAND
                + " " + arguments + "; echo ends $?");
    }

    @Test
    void onATerminalABarReachesHundredAndTheCommandEndsWithZero() throws Exception {
        String id = upload(Clips.longSmall());
        try (Script script = terminal("watch " + id)) {
            List<String> lines =
                    script.awaitRaw(all -> all.contains("ends 0")).finish().raw();
            assertTrue(lines.stream().anyMatch(line -> line.matches("\\[#+] 100\\.0 %  Completed.*")), lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("Completed: 320x180, ")), lines::toString);
        }
    }

    @Test
    void onATerminalTheKeysThatEndACommandEndIt() throws Exception {
        try (Script script = terminal("watch 00000000-0000-4000-8000-000000000000")) {
            var waiting = script.awaitRaw(all -> all.stream().anyMatch(line -> line.startsWith("Waiting")));
            var unused = waiting.type("\u0003").awaitRaw(all -> all.contains("ends 130"));
            assertFalse(script.raw().stream().anyMatch(line -> line.contains("Exception")), () -> script.raw() + "");
        }
    }

    @Test
    void inAPipeProgressIsLinesWithoutControlCharacters(@TempDir Path folder) throws Exception {
        Ended ended = ended(folder, "watch", upload(Clips.longSmall()));
        assertEquals(0, ended.code(), ended::toString);
        assertEquals("", ended.err());
        assertTrue(ended.out().contains("100.0 %  Completed"), ended::toString);
        assertTrue(ended.out().get(ended.out().size() - 1).startsWith("Completed: "), ended::toString);
        assertFalse(ended.out().stream().anyMatch(line -> line.matches(".*\\p{Cntrl}.*")), ended::toString);
    }

    @Test
    void aVideoThatFailsEndsTheCommandWithOne(@TempDir Path folder) throws Exception {
        Ended ended = ended(folder, "watch", upload(Clips.text()));
        assertEquals(1, ended.code(), ended::toString);
        assertTrue(ended.out().get(ended.out().size() - 1).endsWith("(not_a_video)"), ended::toString);
    }

    @Test
    void watchingOutlivesARestartOfTheNode(@TempDir Path folder, @TempDir Path own) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> settings = Map.of("PORT", Integer.toString(port), "REELBUS_TRANSCODE_SLOTS", "1");
        Process process;
        try (TestNode first = TestNode.start(own, settings)) {
            process = run(folder, port, "watch", Web.upload(first, Files.readAllBytes(Clips.longSmall())));
            // A program of its own has to start for it, and it may still be queued.
            Await.within("it is followed", 90_000, () -> read(folder, "out").contains(" %  "));
        }
        Await.until("the loss is told", () -> read(folder, "err").contains("trying again"));
        try (TestNode second = TestNode.start(own, settings)) {
            Ended ended = end(folder, process);
            assertEquals(0, ended.code(), ended::toString);
            assertEquals(1, ended.err().lines().count(), ended::toString);
            assertEquals(
                    1,
                    ended.out().stream()
                            .filter(line -> line.startsWith("Completed: "))
                            .count(),
                    ended::toString);
        }
    }

    @Test
    void nodesJobsAndRoomsAreTablesOrJson(@TempDir Path folder) throws Exception {
        String waiting = "00000000-0000-4000-8000-000000000001";
        String failed = upload(Clips.text());
        var unused = Web.outcome(node, failed);
        try (Watcher watcher = Watcher.of(node, waiting).awaitEvent("subscribed")) {
            Ended nodes = ended(folder, "nodes");
            assertEquals(0, nodes.code(), nodes::toString);
            assertTrue(nodes.out().get(0).matches("NODE +STATE +UP +ROLES.*"), nodes::toString);
            assertTrue(nodes.out().get(1).matches("here +up +.*http,bridge,worker .*"), nodes::toString);

            Ended jobs = ended(folder, "jobs", "--state", "failed", "--limit", "5");
            assertTrue(
                    jobs.out().stream().anyMatch(line -> line.matches(failed + "  failed: not_a_video .*")),
                    jobs::toString);

            Ended attempts = ended(folder, "attempts", failed, "--words");
            assertEquals(0, attempts.code(), attempts::toString);
            assertEquals("(failed, by the profile web)\n", attempts.err());
            assertTrue(attempts.out().get(1).matches(" +1  not_a_video  here  .* s  .* s  .*"), attempts::toString);
            assertTrue(
                    attempts.out().stream().anyMatch(line -> line.matches(" +1  probe  .* s +[0-9.]+ s +1")),
                    attempts::toString);
            assertTrue(
                    attempts.out().stream().anyMatch(line -> line.matches("  ffmpeg .* -i file:/.*")),
                    attempts::toString);
            assertTrue(attempts.out().stream().anyMatch(line -> line.startsWith("  | ")), attempts::toString);

            Ended rooms = ended(folder, "rooms");
            assertTrue(
                    rooms.out().stream().anyMatch(line -> line.matches("here +" + waiting + " +unknown +1 +0")),
                    rooms::toString);

            Ended json = ended(folder, "rooms", "--json");
            assertEquals(
                    waiting,
                    new JsonObject(json.out().get(0))
                            .getJsonArray("rooms")
                            .getJsonObject(0)
                            .getString("fileId"));
        }
    }

    @Test
    void aTapPrintsALineForEachMessageUntilItsNodeEnds(@TempDir Path folder, @TempDir Path own) throws Exception {
        Process process;
        String id;
        try (TestNode other = TestNode.start(own)) {
            process = run(folder, other.port(), "tap", "job.*");
            Await.until("it is open", () -> read(folder, "err").contains("shows its messages"));
            id = Web.upload(other, Files.readAllBytes(Clips.small()));
            Await.until("the end is shown", () -> read(folder, "out").contains("processing:completed"));
        }
        Ended ended = end(folder, process);
        assertEquals(3, ended.code());
        assertTrue(
                ended.out().stream()
                        .allMatch(line -> line.matches("[0-9:.]{12} \\S+ publish job\\." + id + " \\{\"event\":.*")),
                ended::toString);
        assertTrue(ended.err().endsWith("reelbus: the node has ended the tap\n"), ended::toString);
    }

    @Test
    void whatIsWrongIsSaidInOneLine(@TempDir Path folder) throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        Ended away = end(folder, run(folder, nobody, "nodes"));
        assertEquals(3, away.code());
        assertEquals(
                "reelbus: no node answers at " + url(nobody) + "; is it running? --url names another\n", away.err());
        Ended odd = ended(folder, "jobs", "--state", "sleeping");
        assertEquals(3, odd.code());
        assertEquals(
                "reelbus: The state must be queued, processing, completed or failed, or some of these"
                        + " with commas between. (bad_request)\n",
                odd.err());
        Ended noJob = ended(folder, "attempts", "not-an-id");
        assertEquals(3, noJob.code());
        assertEquals(
                "reelbus: there is no job not-an-id, or nobody may look into this node (inspect.enabled)\n",
                noJob.err());
        Ended noVideo = ended(folder, "watch", "not-an-id");
        assertEquals(3, noVideo.code());
        assertEquals("reelbus: There is nothing at this address. (not_found)\n", noVideo.err());
        assertEquals(2, ended(folder, "nonsense").code());
        assertEquals(2, ended(folder).code());
        Ended help = ended(folder, "--help");
        assertEquals(0, help.code());
        assertTrue(String.join("\n", help.out()).contains("watch"), help::toString);
    }
}
