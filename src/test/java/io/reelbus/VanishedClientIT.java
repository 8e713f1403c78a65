package io.reelbus;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client whose cable is pulled: it says no good-bye, and what it is sent is lost without a word. */
@Tag("long")
class VanishedClientIT {
    private static final int IDLE_SECONDS = 60;

    @Test
    void aStreamWhoseClientHasVanishedIsClosedThoughHeartbeatsAreSent(@TempDir Path folder) throws Exception {
        try (Network network = new Network(1)) {
            Program node = Program.start(
                    folder,
                    folder.resolve("log"),
                    List.of(),
                    Map.of(
                            "HOST", network.gateway(),
                            "PORT", "0",
                            "REELBUS_DATA", folder.resolve("data").toString(),
                            "REELBUS_PUSH_PING_INTERVAL_MS", "1000",
                            "REELBUS_HTTP_IDLE_SECONDS", Integer.toString(IDLE_SECONDS)));
            try {
                URI root = URI.create("http://" + network.gateway() + ":" + node.port());
                Reachable reachable = path -> root.resolve(path);
                List<String> command = new ArrayList<>(network.on(1));
                command.addAll(List.of("curl", "-sN", root + "/api/videos/" + UUID.randomUUID() + "/events"));
                Process client = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                Await.until("it watches", () -> streams(reachable) == 1);
                network.unplug(1);
                Await.within("it is given up", 2_000L * IDLE_SECONDS, () -> streams(reachable) == 0);
                client.destroyForcibly();
            } finally {
                node.kill();
            }
        }
    }

    private static double streams(Reachable node) throws Exception {
        return Scrape.of(node).value("reelbus_sockets{transport=sse}");
    }
}
