package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.FileId;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An id that its client chose: deleted while it is worked on, and brought again at once. */
@Timeout(180)
class ReusedIdIT {
    private final String id = FileId.random().value();
    private final String path = "/api/videos/" + id;

    @TempDir
    Path data;

    private void put(TestNode node, Path clip) throws Exception {
        var answer = Web.send(Web.to(node, path).PUT(BodyPublishers.ofByteArray(Files.readAllBytes(clip))));
        assertEquals(201, answer.statusCode(), () -> new String(answer.body()));
    }

    /** Its server-sent events until the stream ends, behind this one. */
    private CompletableFuture<List<JsonObject>> events(TestNode node, long last) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return events(Web.get(node, path + "/events", "Last-Event-ID", Long.toString(last)));
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static List<JsonObject> events(HttpResponse<byte[]> answer) {
        List<JsonObject> lines = new ArrayList<>();
        String name = "";
        for (String line : new String(answer.body(), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                lines.add(new JsonObject()
                        .put("event", name)
                        .put("data", new JsonObject(line.substring("data: ".length()))));
            }
        }
        return lines;
    }

    private static JsonObject assertDeleted(Told told) {
        List<JsonObject> story = told.assertRises().story();
        JsonObject end = story.get(story.size() - 1);
        assertEquals("processing:failed", end.getString("event"), told::toString);
        assertEquals("deleted", end.getJsonObject("data").getString("code"), told::toString);
        assertEquals(1, story.stream().filter(Told::isEnd).count(), told::toString);
        return end.getJsonObject("data");
    }

    @Test
    void aVideoThatIsBroughtUnderTheIdOfOneThatIsDeletedAtWorkIsMadeAndWatchedAsAnyOther() throws Exception {
        byte[] clip = Files.readAllBytes(Clips.shortFullHd());
        assertTrue(Files.exists(Clips.fullHd()));
        // Two slots: one begins with the new video while the other may still be about to stop.
        try (TestNode node = TestNode.start(data, Map.of("REELBUS_TRANSCODE_SLOTS", "2"))) {
            put(node, Clips.fullHd());
            try (Watcher former = Watcher.of(node, id)) {
                former.await("progress", Told.progress(3));
                var formerEvents = events(node, 0);
                Await.until("a stream is open", () -> Scrape.of(node).value("reelbus_sockets{transport=sse}") == 1);
                assertEquals(204, Web.delete(node, path).statusCode());
                put(node, Clips.shortFullHd());

                // As an EventSource does by itself.
                long last = assertDeleted(Told.of(formerEvents.join(), id)).getLong("seq");
                var events = events(node, last);
                try (Watcher watcher = Watcher.of(node, id)) {
                    watcher.await("the end", Told::isEnd);
                    for (Told told : List.of(Told.of(watcher.lines(), id), Told.of(events.join(), id))) {
                        assertEquals(List.of(1), told.assertWhole().attempts());
                        JsonObject started = told.story().get(0).getJsonObject("data");
                        assertTrue(started.getLong("seq") > last, told::toString);
                        assertEquals(
                                clip.length, started.getJsonObject("metadata").getInteger("size"));
                        assertTrue(told.story().stream().anyMatch(Told.progress(1)), told::toString);
                    }
                }
                assertDeleted(Told.of(former.lines(), id));
            }

            JsonObject state = Web.state(node, id);
            assertEquals(10, state.getJsonObject("result").getDouble("duration"), 0.2);
            for (Object output : state.getJsonObject("result").getJsonArray("outputs")) {
                JsonObject file = (JsonObject) output;
                byte[] bytes = Web.get(node, file.getString("url")).body();
                assertEquals(file.getInteger("size"), bytes.length);
            }
            assertArrayEquals(clip, Web.get(node, "/storage/files/" + id).body());
            Path media = data.resolve("media").resolve(id);
            Await.until("the former has left nothing", () -> Web.names(media).size() == 2);
            Await.until(
                    "nothing is under way",
                    () -> Web.names(data.resolve("scratch")).isEmpty()
                            && Web.names(data.resolve("unfinished")).isEmpty());
            assertEquals(204, Web.delete(node, path).statusCode());
            assertEquals(List.of(), Web.names(data.resolve("media")));
        }
    }
}
