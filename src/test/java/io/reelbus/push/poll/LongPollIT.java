package io.reelbus.push.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Curl;
import io.reelbus.RawClient;
import io.reelbus.Web;
import io.reelbus.push.Quiet;
import io.reelbus.push.Stage;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LongPollIT {
    private final Quiet log = new Quiet();
    private Stage stage;

    @TempDir
    Path folder;

    private Stage open(Map<String, String> settings) {
        stage = Stage.open(folder, settings);
        return stage;
    }

    private Stage open() {
        return open(Map.of());
    }

    @AfterEach
    void close() {
        stage.close();
        log.close();
    }

    private HttpResponse<byte[]> get(String query, String... headers) throws Exception {
        return Web.get(stage, stage.path(query), headers);
    }

    /** A request whose answer is held; complete with the answer. */
    private CompletableFuture<HttpResponse<byte[]>> held(String query, String... headers) {
        CompletableFuture<HttpResponse<byte[]>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return get(query, headers);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stage.awaitOpen("poll");
        stage.awaitWatched();
        return answer;
    }

    private static JsonObject json(CompletableFuture<HttpResponse<byte[]>> answer) throws Exception {
        HttpResponse<byte[]> response = answer.get(30, TimeUnit.SECONDS);
        assertEquals(200, response.statusCode());
        JsonObject state = Web.json(response);
        assertEquals("\"" + state.getLong("seq") + "\"", Web.header(response, "etag"));
        return state;
    }

    @Test
    void whatIsNewIsAnsweredAtOnce() throws Exception {
        open().accept();
        stage.begin();
        assertEquals(2_000_000, Web.json(get("?wait=50&after=1000000")).getLong("seq"));
        assertEquals(2_000_000, Web.json(get("?wait=50")).getLong("seq"));
        assertEquals(200, get("?wait=50", "If-None-Match", "\"1000000\"").statusCode());
    }

    @Test
    void whatWaitsForItsFirstAttemptHasItsPlaceInTheQueue() throws Exception {
        open().accept();
        JsonObject waiting = Web.json(get(""));
        assertEquals("queued", waiting.getString("status"));
        assertEquals("Next in the queue", waiting.getString("message"));
        assertEquals(new JsonObject().put("position", 1), waiting.getJsonObject("metadata"));
        stage.begin();
        JsonObject begun = Web.json(get(""));
        assertEquals("processing", begun.getString("status"));
        assertFalse(begun.containsKey("metadata"), begun::encode);
    }

    @Test
    void progressThatTheStoreDoesNotKnowYetWakesAPoll() throws Exception {
        open().accept();
        stage.begin();
        var answer = held("?wait=50&after=2000000");
        // The room is watched a moment before it listens: what is announced in between is lost, as it may be.
        Await.until("it is answered", () -> {
            stage.progress(2, 7, "Seven");
            return answer.isDone();
        });
        JsonObject state = json(answer);
        assertEquals(2_000_007, state.getLong("seq"));
        assertEquals(7, state.getValue("progress"));
        assertEquals("Seven", state.getString("message"));
        assertEquals("processing", state.getString("status"));
        assertFalse(state.containsKey("events"));
        stage.awaitNothingIsLeft();
        // The store is behind: what the client has is not told again, nor taken back.
        var next = held("?wait=50", "If-None-Match", "\"2000007\"");
        stage.complete();
        assertEquals("completed", json(next).getString("status"));
        stage.awaitNothingIsLeft();
        log.assertNothingIsWrong();
    }

    @Test
    void oneAfterTheOtherTellsEveryEventOfTheLifecycle() throws Exception {
        open().accept();
        List<String> told = new ArrayList<>();
        long after = 0;
        Runnable[] acts = {
            stage::begin,
            () -> stage.store(2, 3, "three"),
            stage::release,
            stage::begin,
            () -> stage.store(3, 1, "one"),
            stage::complete
        };
        for (Runnable act : acts) {
            // What happens between two polls is told by the next one.
            act.run();
            if (act == acts[2] || act == acts[3]) {
                continue;
            }
            JsonObject state = Web.json(get("?wait=50&events=true&after=" + after));
            for (Object each : state.getJsonArray("events")) {
                JsonObject event = (JsonObject) each;
                JsonObject data = event.getJsonObject("data");
                told.add(event.getString("event").replace("processing:", "") + " " + data.getLong("seq") + " of "
                        + data.getInteger("attempt"));
            }
            after = Math.max(after, state.getLong("seq"));
        }
        assertEquals(
                List.of(
                        "started 2000000 of 1",
                        "progress 2000003 of 1",
                        "started 3000000 of 2",
                        "progress 3000001 of 2",
                        "progress 3999999 of 2",
                        "completed 4000000 of 2"),
                told);
    }

    @Test
    void withoutNewsTheAnswerComesAfterTheWait() throws Exception {
        open(Map.of("REELBUS_PUSH_POLL_SECONDS", "1")).accept();
        stage.begin();
        long begin = System.nanoTime();
        // A longer wait than is allowed is one that is allowed.
        HttpResponse<byte[]> unchanged = get("?wait=50&after=2000000&events=true");
        assertTrue(System.nanoTime() - begin > 900_000_000L);
        assertEquals(200, unchanged.statusCode());
        assertEquals(2_000_000, Web.json(unchanged).getLong("seq"));
        assertEquals(0, Web.json(unchanged).getJsonArray("events").size());
        assertEquals(304, get("?wait=50", "If-None-Match", "\"2000000\"").statusCode());
        assertEquals(
                304,
                get("?wait=50&after=2000000", "If-None-Match", "\"2000000\"").statusCode());
        stage.awaitNothingIsLeft();
    }

    @Test
    void aStoryThatIsOverIsNotWaitedFor() throws Exception {
        open().accept();
        stage.begin();
        long end = stage.complete();
        assertEquals("completed", Web.json(get("?wait=50&after=" + end)).getString("status"));
        assertEquals(304, get("?wait=50", "If-None-Match", "\"" + end + "\"").statusCode());
    }

    @Test
    void aVideoThatDoesNotExistYetIsAnsweredOnceItDoes() throws Exception {
        open();
        var answer = held("?wait=50");
        stage.accept();
        JsonObject state = json(answer);
        assertEquals("queued", state.getString("status"));
        assertEquals(1_000_000, state.getLong("seq"));
        stage.awaitNothingIsLeft();
    }

    @Test
    void aVideoThatDoesNotComeToExistIsNotFoundAfterTheWait() throws Exception {
        open(Map.of("REELBUS_PUSH_POLL_SECONDS", "1"));
        Web.assertProblem(404, "not_found", get("?wait=50"));
        Web.assertProblem(404, "not_found", get(""));
        Web.assertProblem(404, "not_found", Web.get(stage, "/api/videos/nobody?wait=50"));
        stage.awaitNothingIsLeft();
    }

    @Test
    void whatCannotBeUnderstoodIsRefused() throws Exception {
        open().accept();
        for (String wrong : List.of("wait=x", "wait=-1", "wait=1.5", "wait=1&after=x", "events=1", "after=-3")) {
            Web.assertProblem(400, "bad_request", get("?" + wrong));
        }
    }

    @Test
    void aClientThatLeavesLeavesNothingAndIsNoError() throws Exception {
        open().accept();
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(stage.port())) {
                client.text("GET " + stage.path("?wait=50&after=1000000") + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                if (i % 2 == 0) {
                    stage.awaitOpen("poll");
                    client.reset();
                    stage.awaitNothingIsLeft();
                }
            }
        }
        stage.awaitNothingIsLeft();
        log.assertNothingIsWrong();
    }

    @Test
    void aNodeThatStopsAnswersWhatItHoldsAndHoldsNothingNew() throws Exception {
        open().accept();
        var answer = held("?wait=50&after=1000000");
        stage.drain();
        assertEquals(1_000_000, json(answer).getLong("seq"));
        Web.assertProblem(503, "unavailable", get("?wait=50&after=1000000"));
        assertEquals(200, get("").statusCode());
        assertEquals(200, get("?wait=50").statusCode());
    }

    @Test
    void whoWaitsForNobodyIsToldThatTheNodeStops() throws Exception {
        open();
        var answer = held("?wait=50");
        stage.drain();
        Web.assertProblem(503, "unavailable", answer.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aHeldPollIsAConnectionOfItsAddress() throws Exception {
        open(Map.of("REELBUS_PUSH_MAX_CONNECTIONS_PER_ADDRESS", "1")).accept();
        var answer = held("?wait=50&after=1000000");
        Web.assertProblem(429, "too_many_connections", get("?wait=50&after=1000000"));
        assertEquals(200, get("").statusCode());
        stage.begin();
        assertEquals(2_000_000, json(answer).getLong("seq"));
    }

    @Test
    void curlSeesAVideoThroughByPolling() throws Exception {
        open().accept();
        String url = stage.uri(stage.path("")).toString();
        try (Curl curl = Curl.start("-w", "\n", url + "?wait=50&after=1000000")) {
            stage.awaitWatched();
            stage.begin();
            assertEquals("processing", new JsonObject(curl.finish().get(0)).getString("status"));
        }
        assertEquals(
                List.of("HTTP/1.1 200 OK"), Curl.run("-I", url + "?wait=50").subList(0, 1));
        Await.until("nothing is held", () -> stage.sockets("poll") == 0);
    }
}
