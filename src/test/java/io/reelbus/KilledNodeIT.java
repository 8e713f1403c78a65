package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only node, on its embedded database, is killed in the middle of its work and started again. */
class KilledNodeIT {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    /** Of the attempt that was killed. */
    private String fence = "";

    private final List<Script> scripts = new ArrayList<>();
    private Path data;
    private Program node;

    @BeforeEach
    void start() throws Exception {
        Script.install();
        assertTrue(Files.exists(Clips.fullHd()));
        data = folder.resolve("data");
        environment.put("PORT", "0");
        environment.put("HOST", "127.0.0.1");
        environment.put("REELBUS_DATA", data.toString());
        environment.put("REELBUS_TRANSCODE_FFMPEG", Clips.ffmpeg().path().toString());
        run();
        // Its clients come back to where it was.
        environment.put("PORT", Integer.toString(node.port()));
    }

    @AfterEach
    void stop() throws Exception {
        scripts.forEach(Script::close);
        node.kill();
    }

    private void run() throws Exception {
        node = Program.start(folder, folder.resolve("log"), List.of(), environment);
    }

    private List<ProcessHandle> ffmpegs() {
        return Processes.about(data.resolve("scratch"));
    }

    @Test
    void itsFfmpegDiesWithItAndClientsThatComeBackAreToldBothAttemptsAndOneEnd() throws Exception {
        Reachable at = path -> URI.create("http://127.0.0.1:" + environment.get("PORT") + path);
        String id = Web.upload(at, Files.readAllBytes(Clips.fullHd()));
        for (String transports : List.of("", "websocket", "polling")) {
            scripts.add(Script.node("client.mjs", at.uri("/file-processing"), transports, id));
        }
        try (ReturningWatcher watcher = ReturningWatcher.of(at, List.of(id))) {
            for (Script script : scripts) {
                script.await(Told.progress(10));
            }
            assertTrue(!ffmpegs().isEmpty());
            node.kill();
            Await.within("no ffmpeg outlives it", 2_000, () -> ffmpegs().isEmpty());
            // As if it had been killed between the publication of its outputs and their commit.
            String scratch = Web.names(data.resolve("scratch")).get(0);
            fence = scratch.substring(scratch.lastIndexOf('-') + 1);
            Path loser =
                    Files.createDirectories(data.resolve("media").resolve(id).resolve(fence));
            Files.writeString(loser.resolve("video.mp4"), "half of a video");
            run();
            assertEquals(Integer.parseInt(environment.get("PORT")), node.port());
            List<Told> told = new ArrayList<>();
            for (Script script : scripts) {
                List<JsonObject> lines = script.await(Told::isEnd).finish().lines();
                assertTrue(lines.stream().anyMatch(Told::isRecovered), "it was taken back by what it knew itself");
                told.add(Told.of(lines, id));
            }
            told.add(Told.overVisits(watcher.awaitEnd(id).visits(), id));
            for (Told each : told) {
                assertEquals(List.of(1, 2), each.assertWhole().attempts());
                assertEquals(told.get(0).lifecycle(), each.lifecycle());
            }
            // Whoever comes later is told the same.
            try (Watcher late = Watcher.of(at, id).await("the end", Told::isEnd)) {
                assertEquals(
                        told.get(0).lifecycle(),
                        Told.of(late.lines(), id).assertWhole().lifecycle());
            }
        }
        for (String own : List.of("scratch", "unfinished")) {
            Await.within(
                    "nothing is in " + own,
                    5_000,
                    () -> Web.names(data.resolve(own)).isEmpty());
        }
        assertEquals(List.of(id), Web.names(data.resolve("media")));
        Path media = data.resolve("media").resolve(id);
        Await.within(
                "only the winner's outputs are kept",
                5_000,
                () -> Web.names(media).size() == 2 && !Web.names(media).contains(fence));
        assertTrue(Web.names(media).contains("original"));
    }
}
