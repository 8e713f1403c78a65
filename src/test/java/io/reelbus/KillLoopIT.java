package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.store.Postgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed again and again in the middle of uploads: what it has accepted it has kept. */
class KillLoopIT {
    private static final int ROUNDS = 6;
    private static final int CLIENTS = 4;

    @TempDir
    Path folder;

    /** The hash of the bytes of each upload that was answered with success, by its id. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    private Program node;

    @AfterEach
    void end() throws Exception {
        node.kill();
    }

    private Reachable start(Map<String, String> settings) throws Exception {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PORT",
                "0",
                "HOST",
                "127.0.0.1",
                "REELBUS_DATA",
                folder.resolve("data").toString(),
                "REELBUS_TRANSCODE_FFMPEG",
                Clips.ffmpeg().path().toString(),
                "REELBUS_TRANSCODE_SLOTS",
                "3"));
        environment.putAll(settings);
        node = Program.start(folder, folder.resolve("log"), List.of(), environment);
        int port = node.port();
        return path -> URI.create("http://127.0.0.1:" + port + path);
    }

    /** Uploads one small file after the other until the node is gone. */
    private Thread uploading(Reachable to, long seed) {
        Thread thread = new Thread(() -> {
            HttpClient client = HttpClient.newHttpClient();
            Random random = new Random(seed);
            try {
                while (true) {
                    byte[] bytes = new byte[1 + random.nextInt(200_000)];
                    random.nextBytes(bytes);
                    HttpResponse<byte[]> answer = client.send(
                            HttpRequest.newBuilder(to.uri("/storage/upload/video"))
                                    .timeout(Duration.ofSeconds(20))
                                    .header("Content-Type", Form.TYPE)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                                            Form.of(bytes).closed()))
                                    .build(),
                            BodyHandlers.ofByteArray());
                    assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
                    accepted.put(Web.json(answer).getString("fileId"), Web.sha256(bytes));
                }
            } catch (IOException killed) {
                // Not answered: the node owes nothing for it.
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private void keepsWhatItAccepts(Map<String, String> settings) throws Exception {
        Random random = new Random(7);
        for (int round = 1; round <= ROUNDS; round++) {
            Reachable at = start(settings);
            int before = accepted.size();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(uploading(at, 100L * round + i));
            }
            int enough = before + 20 + random.nextInt(60);
            Await.until(enough + " are accepted", () -> accepted.size() >= enough);
            node.kill();
            for (Thread client : clients) {
                client.join();
            }
        }
        Reachable at = start(settings);
        // One after the other, and the one that was at work at the last kill when its lease has run out.
        Await.within(
                "all jobs have ended",
                120_000,
                () -> Web.json(Web.get(at, "/inspect/jobs?state=queued,processing"))
                        .getJsonArray("jobs")
                        .isEmpty());
        for (Map.Entry<String, String> each : accepted.entrySet()) {
            assertEquals("not_a_video", Web.outcome(at, each.getKey()).getString("code"));
            HttpResponse<byte[]> original = Web.get(at, "/storage/files/" + each.getKey());
            assertEquals(each.getValue(), Web.sha256(original.body()));
        }
        // Accepted is kept; what was under way at a kill may have been accepted without its client being told.
        List<String> kept = Web.names(folder.resolve("data").resolve("media"));
        assertTrue(kept.containsAll(accepted.keySet()));
        assertTrue(kept.size() <= accepted.size() + ROUNDS * CLIENTS, kept.size() + " of " + accepted.size());
        for (String id : kept) {
            assertEquals("failed", Web.outcome(at, id).getString("status"));
            assertEquals(
                    List.of("original"),
                    Web.names(folder.resolve("data").resolve("media").resolve(id)));
        }
        assertEquals(List.of(), Web.names(folder.resolve("data").resolve("unfinished")));
    }

    @Test
    void aNodeOnTheEmbeddedDatabaseKeepsWhatItAccepts() throws Exception {
        keepsWhatItAccepts(Map.of());
    }

    @Test
    void aNodeOnPostgresKeepsWhatItAccepts() throws Exception {
        keepsWhatItAccepts(Map.of("REELBUS_STORE_URL", Postgres.database()));
    }
}
