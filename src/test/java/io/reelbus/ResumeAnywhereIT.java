package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A large upload by tus-js-client whose nodes die under it: it goes on at another, and at one that is started again. */
@Timeout(240)
class ResumeAnywhereIT {
    private static final int MEGABYTES = 1024;

    @TempDir
    Path folder;

    private Script upload(Cluster.Member node, Path file, JsonObject options) throws IOException {
        return Script.node(
                "tus.mjs", file, options.put("endpoint", node.uri("/uploads").toString()));
    }

    /** Waits until the client has sent so much in all of its life. */
    private static void awaitSent(Script client, long megabytes) throws InterruptedException {
        client.await(line -> line.getLong("sent", 0L) >= megabytes << 20);
    }

    @Test
    void aGigabyteIsWholeThoughTwoNodesWereKilledUnderIt() throws Exception {
        Script.install();
        Path file = folder.resolve("gigabyte.mp4");
        String sum = write(file);
        try (Cluster cluster = Cluster.start(folder, 2, Map.of("REELBUS_STORE_LEASE_SECONDS", "3"))) {
            Cluster.Member first = cluster.member(1);
            Cluster.Member second = cluster.member(2);
            String path;
            try (Script client = upload(first, file, new JsonObject())) {
                client.await(line -> line.containsKey("url"));
                path = path(client);
                awaitSent(client, 300);
                first.kill();
                client.await(line -> line.containsKey("error"));
            }
            long there = offset(second, path);
            assertTrue(there > 100L << 20, "most of what was sent is there: " + there);
            try (Script client = upload(second, file, resuming(second, path))) {
                awaitSent(client, 700);
                second.kill();
                client.await(line -> line.containsKey("error"));
            }
            cluster.revive();
            assertTrue(offset(first, path) > there);
            try (Script client = upload(first, file, resuming(first, path))) {
                client.await(line -> line.containsKey("done") || line.containsKey("error"));
                assertTrue(client.lines().stream().anyMatch(line -> line.containsKey("done")), client.raw()::toString);
            }
            String id = path.substring(path.lastIndexOf('/') + 1);
            assertEquals(
                    sum, sha256(Files.newInputStream(cluster.media().resolve(id).resolve("original"))));
            // Random bytes are no video; that the worker says so shows that the job was there.
            assertEquals("not_a_video", Web.outcome(second, id).getString("code"));
            cluster.assertNothingLeft(id);
        }
    }

    /** A client asks again for as long as the dead node's hold may last. */
    private static JsonObject resuming(Cluster.Member node, String path) {
        return new JsonObject()
                .put("uploadUrl", node.uri(path).toString())
                .put("retryDelays", List.of(1000, 1000, 1000, 2000, 2000, 3000));
    }

    private static String path(Script client) {
        String url = client.lines().get(0).getString("url");
        return url.substring(url.indexOf("/uploads/"));
    }

    private static long offset(Cluster.Member node, String path) throws Exception {
        var answer = Web.send(
                Web.to(node, path).method("HEAD", BodyPublishers.noBody()).header("Tus-Resumable", "1.0.0"));
        assertEquals(200, answer.statusCode());
        return Long.parseLong(Web.header(answer, "upload-offset"));
    }

    private static String write(Path file) throws Exception {
        byte[] megabyte = new byte[1 << 20];
        new Random(1).nextBytes(megabyte);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                // No two the same, so that none can stand for another.
                megabyte[i % 1000] ^= (byte) (i + 1);
                out.write(megabyte);
                digest.update(megabyte);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(InputStream in) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (in) {
            byte[] some = new byte[1 << 20];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                digest.update(some, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
