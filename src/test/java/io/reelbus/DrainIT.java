package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop. */
class DrainIT {
    @TempDir
    Path data;

    private TestNode start(int seconds) {
        return TestNode.start(
                data,
                Map.of(
                        "REELBUS_DRAIN_SECONDS",
                        Integer.toString(seconds),
                        "REELBUS_TRANSCODE_FFMPEG",
                        PacedFfmpeg.path()));
    }

    private static CompletableFuture<Void> stop(TestNode node) {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);
        Await.until("it drains", () -> Web.get(node, "/health/ready").statusCode() == 503);
        return stopped;
    }

    private static String atWork(TestNode node) throws Exception {
        String id = Web.upload(node, Files.readAllBytes(Clips.tenSeconds()));
        Await.until(
                "ffmpeg works",
                () -> Web.state(node, id)
                        .getJsonObject("metadata", new JsonObject())
                        .containsKey("frame"));
        return id;
    }

    /** How these jobs end on the next node, and in which attempt. */
    private List<String> outcomes(String... ids) throws Exception {
        List<String> ends = new ArrayList<>();
        try (TestNode node = start(0)) {
            for (String id : ids) {
                var end = Web.outcome(node, id);
                ends.add(end.getString("status") + " " + end.getInteger("attempt"));
            }
        }
        return ends;
    }

    @Test
    @Concurrent
    void whatIsUnderWayIsFinishedAndNothingNewIsTaken() throws Exception {
        TestNode node = start(60);
        String id = atWork(node);
        String waiting = Web.upload(node, Web.random(1000));
        byte[] bytes = Web.random(500_000);
        byte[] form = Form.of(bytes).closed();
        try (Watcher watcher = Watcher.of(node, id);
                RawClient half = new RawClient(node)) {
            watcher.awaitEvent("processing:progress");
            half.post("/api/videos", "Content-Length: " + form.length + "\r\n").bytes(form, 0, 300_000);
            Await.until(
                    "the upload has begun",
                    () -> Web.names(data.resolve("media")).size() == 3);
            CompletableFuture<Void> stopped = stop(node);
            assertEquals(200, Web.get(node, "/health/live").statusCode());
            var refused = Web.post(node, "/api/videos", form);
            Web.assertProblem(503, "unavailable", refused);
            assertEquals("5", Web.header(refused, "retry-after"));
            var call = Web.post(node, "/rpc/video/upload", form);
            assertEquals(503, call.statusCode());
            assertEquals("5", Web.header(call, "retry-after"));
            assertEquals(
                    "SERVICE_UNAVAILABLE", Web.json(call).getJsonObject("json").getString("code"));
            Await.until("the socket is closed", watcher::isClosed);
            assertEquals(1012, watcher.closeCode());
            assertEquals(503, upgradeStatus(node, "/file-processing"));
            assertEquals(503, upgradeStatus(node, "/socket.io/?EIO=4&transport=websocket"));
            half.bytes(form, 300_000, form.length - 300_000);
            var answer = half.answer();
            assertEquals(201, answer.status(), answer.body());
            stopped.get(30, TimeUnit.SECONDS);
            assertEquals(List.of(), Web.names(data.resolve("scratch")));
            assertEquals(List.of(), Web.names(data.resolve("unfinished")));
            List<String> ends = outcomes(id, waiting, answer.json().getString("fileId"));
            assertEquals(List.of("completed 1", "failed 1", "failed 1"), ends);
        }
    }

    private static int upgradeStatus(TestNode node, String path) throws Exception {
        try (RawClient client = new RawClient(node)) {
            return client.text("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .answer()
                    .status();
        }
    }

    @Test
    @Concurrent
    void whatCannotBeFinishedInTimeIsGivenBackAndCountsAsNothing() throws Exception {
        TestNode node = start(1);
        String id = atWork(node);
        node.close();
        assertTrue(ProcessHandle.current()
                .descendants()
                .noneMatch(each -> each.info().commandLine().orElse("").contains(data.toString())));
        assertEquals(List.of(), Web.names(data.resolve("scratch")));
        assertEquals(List.of("completed 2"), outcomes(id));
    }

    @Test
    @Concurrent
    void aNodeWithNothingToDoDoesNotWait() throws Exception {
        TestNode node = start(600);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);
        stopped.get(10, TimeUnit.SECONDS);
        assertFalse(stopped.isCompletedExceptionally());
    }
}
