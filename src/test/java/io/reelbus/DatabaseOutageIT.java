package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.store.RestartablePostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose PostgreSQL goes away and comes back. */
class DatabaseOutageIT {
    @TempDir
    Path folder;

    private RestartablePostgres database;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        database = new RestartablePostgres(folder.resolve("postgres"));
        node = TestNode.start(
                folder.resolve("data"),
                Map.of("REELBUS_STORE_URL", database.url(), "REELBUS_TRANSCODE_FFMPEG", PacedFfmpeg.path()));
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        database.close();
    }

    private List<ProcessHandle> ffmpegs() {
        return Processes.about(folder.resolve("data").resolve("scratch"));
    }

    private static HttpResponse<byte[]> upload(TestNode to) throws Exception {
        return Web.post(to, "/api/videos", Form.of(Web.random(1000)).closed());
    }

    @Test
    @Concurrent
    void aRestartCostsNoAttemptAndNobodyMissesAnything() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.tenSeconds()));
        try (Watcher watcher = Watcher.of(node, id)) {
            watcher.await("progress", Told.progress(3));
            database.stop();
            database.start();
            watcher.await("the end", Told::isEnd);
            Told told = Told.of(watcher.lines(), id).assertWhole();
            assertEquals(List.of(1), told.attempts());
        }
        assertEquals(201, upload(node).statusCode());
        assertEquals(List.of(), Web.names(folder.resolve("data").resolve("scratch")));
        assertEquals(List.of(), Web.names(folder.resolve("data").resolve("unfinished")));
    }

    @Test
    @Concurrent
    void anOutageLongerThanTheLeaseEndsTheAttemptAndAnotherFinishesTheJob() throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.sixSeconds()));
        try (Watcher watcher = Watcher.of(node, id)) {
            watcher.await("progress", Told.progress(3));
            database.stop();
            Await.within("the worker has given up", 7_000, () -> ffmpegs().isEmpty());
            assertEquals(
                    List.of(),
                    Told.of(watcher.lines(), id).story().stream()
                            .filter(Told::isEnd)
                            .toList());
            database.start();
            watcher.await("the end", Told::isEnd);
            Told told = Told.of(watcher.lines(), id).assertWhole();
            assertEquals(List.of(1, 2), told.attempts());
        }
        Path media = folder.resolve("data").resolve("media").resolve(id);
        Await.until("only the winner's outputs are kept", () -> Web.names(media).size() == 2);
        assertTrue(Web.names(media).contains("original"));
        assertEquals(
                200, Web.get(node, "/api/videos/" + id + "/files/video.mp4").statusCode());
    }
}
