package io.reelbus.push.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Curl;
import io.reelbus.RawClient;
import io.reelbus.Web;
import io.reelbus.job.FileId;
import io.reelbus.push.Quiet;
import io.reelbus.push.Stage;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SseIT {
    private final Quiet log = new Quiet();
    private Stage stage;

    @TempDir
    Path folder;

    private Stage open(String... settings) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        stage = Stage.open(folder, environment);
        return stage;
    }

    @AfterEach
    void close() {
        stage.close();
        log.close();
    }

    private record Event(String name, String id, String data) {}

    /** What a client makes of the lines. */
    private static List<Event> events(List<String> lines) {
        List<Event> events = new ArrayList<>();
        String name = null;
        String id = null;
        String data = null;
        for (String line : lines) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty() && data != null) {
                events.add(new Event(name, id, data));
                name = null;
                id = null;
                data = null;
            }
        }
        return events;
    }

    private static List<String> told(List<String> lines) {
        return events(lines).stream()
                .map(each -> each.name().replace("processing:", "") + (each.id() == null ? "" : " " + each.id()))
                .toList();
    }

    private String url(String rest) {
        return stage.uri(stage.path("/events" + rest)).toString();
    }

    private List<String> curl(String rest, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(url(rest));
        return Curl.run(all.toArray(String[]::new));
    }

    /** A whole story of which the store has no progress. */
    private void play() {
        stage.accept();
        stage.begin();
        stage.complete();
    }

    @Test
    void theStoryIsToldToItsEndAndThenTheAnswerEnds() throws Exception {
        open().accept();
        stage.begin();
        try (Curl curl = Curl.start("-i", url(""))) {
            curl.await("the start", line -> line.equals("event: processing:started"));
            stage.progress(2, 7, "seven");
            curl.await("the progress", line -> line.equals("id: 2000007"));
            stage.complete();
            List<String> lines = curl.finish();
            assertEquals(
                    List.of(
                            "subscribed",
                            "started 2000000",
                            "progress 2000007",
                            "progress 2999999",
                            "completed 3000000"),
                    told(lines));
            assertTrue(lines.contains("content-type: text/event-stream"), lines::toString);
            assertTrue(lines.contains("cache-control: no-cache, no-transform"), lines::toString);
            assertTrue(lines.contains("x-accel-buffering: no"), lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.matches("retry: 1\\d{3}")), lines::toString);
        }
        stage.awaitNothingIsLeft();
        log.assertNothingIsWrong();
    }

    @Test
    void theDataIsThePayloadThatOtherTransportsCarry() throws Exception {
        open();
        play();
        List<Event> events = events(curl(""));
        List<JsonObject> polled = Web.json(Web.get(stage, stage.path("?events=true"))).getJsonArray("events").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertEquals(
                polled.stream().map(each -> each.getJsonObject("data").encode()).toList(),
                events.stream().skip(1).map(Event::data).toList());
        for (Event event : events.subList(1, events.size())) {
            assertEquals(event.id(), new JsonObject(event.data()).getLong("seq").toString());
        }
    }

    @Test
    void aClientThatComesBackIsToldWhatItHasNotHad() throws Exception {
        open();
        play();
        List<String> rest = List.of("subscribed", "progress 2999999", "completed 3000000");
        assertEquals(rest, told(curl("", "-H", "Last-Event-ID: 2000000")));
        assertEquals(rest, told(curl("?after=2000000")));
        // The header is newer than the address.
        assertEquals(
                List.of("subscribed", "completed 3000000"), told(curl("?after=1", "-H", "Last-Event-ID: 2999999")));
    }

    @Test
    void aLastEventIdThatIsNoneBeginsAtTheBeginningAndAnAfterThatIsNoneIsRefused() throws Exception {
        open();
        play();
        for (String none : List.of("x", "-1", "1.5", "9".repeat(30))) {
            assertEquals(
                    "started 2000000",
                    told(curl("", "-H", "Last-Event-ID: " + none)).get(1));
            Web.assertProblem(400, "bad_request", Web.get(stage, stage.path("/events?after=" + none)));
        }
    }

    @Test
    void whoHasHadTheEndIsAnsweredThatThereIsNothing() throws Exception {
        open();
        play();
        for (String end : List.of("3000000", "4000000")) {
            assertEquals(
                    204,
                    Web.get(stage, stage.path("/events"), "Last-Event-ID", end).statusCode());
            assertEquals(204, Web.get(stage, stage.path("/events?after=" + end)).statusCode());
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void ofADeletedVideoWhoWasInTheMiddleIsToldAndWhoMayHaveHadTheEndIsAnsweredThatThereIsNothing() throws Exception {
        open();
        play();
        stage.remove();
        assertEquals(List.of("subscribed", "failed 3000000"), told(curl("", "-H", "Last-Event-ID: 2000007")));
        assertEquals(
                204,
                Web.get(stage, stage.path("/events"), "Last-Event-ID", "3000000")
                        .statusCode());
        stage.awaitNothingIsLeft();
    }

    @Test
    void aPlaceInTheQueueHasNoId() throws Exception {
        open().accept();
        try (Curl curl = Curl.start(url(""))) {
            curl.await("the place", line -> line.contains("\"position\":1"));
            assertEquals(List.of("subscribed", "progress"), told(curl.lines()));
        }
    }

    @Test
    void aVideoThatDoesNotExistYetComesToLife() throws Exception {
        open();
        try (Curl curl = Curl.start(url(""))) {
            curl.await("the answer", line -> line.contains("\"known\":false"));
            play();
            assertEquals(
                    List.of("subscribed", "started 2000000", "progress 2999999", "completed 3000000"),
                    told(curl.finish()).stream()
                            .filter(each -> !each.equals("progress"))
                            .toList());
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aWaitInVainEndsWithAReason() throws Exception {
        open("REELBUS_PUSH_WAIT_SECONDS", "1");
        List<Event> events = events(curl(""));
        assertEquals(
                List.of("subscribed", "unsubscribed"),
                events.stream().map(Event::name).toList());
        assertTrue(new JsonObject(events.get(1).data()).containsKey("reason"));
        stage.awaitNothingIsLeft();
    }

    @Test
    void whatCanBeNoVideoIsNotFound() throws Exception {
        open();
        Web.assertProblem(404, "not_found", Web.get(stage, "/api/videos/nobody/events"));
        assertEquals(404, head("/api/videos/nobody/events"));
        assertEquals(200, head(stage.path("/events")));
    }

    private int head(String path) throws Exception {
        return Web.send(Web.to(stage, path).method("HEAD", BodyPublishers.noBody()))
                .statusCode();
    }

    @Test
    void aSilentStreamShowsSignsOfLife() throws Exception {
        open("REELBUS_PUSH_PING_INTERVAL_MS", "100").accept();
        stage.begin();
        try (Curl curl = Curl.start(url(""))) {
            Await.until(
                    "there are some",
                    () -> curl.lines().stream().filter(": "::equals).count() >= 3);
        }
    }

    @Test
    void aClientThatLeavesLeavesNothingAndIsNoError() throws Exception {
        open().accept();
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(stage.port())) {
                client.text("GET " + stage.path("/events") + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                if (i % 2 == 0) {
                    assertEquals(200, client.answer().status());
                }
                if (i % 3 == 0) {
                    client.reset();
                }
            }
        }
        stage.begin();
        stage.awaitNothingIsLeft();
        log.assertNothingIsWrong();
    }

    @Test
    void aReaderThatIsSlowGetsTheLatestProgressAndTheWholeLifecycle() throws Exception {
        open().accept();
        stage.begin();
        try (RawClient client = new RawClient(stage.port());
                Curl quick = Curl.start(url(""))) {
            client.text("GET " + stage.path("/events") + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
            quick.await("the start", line -> line.equals("id: 2000000"));
            stage.awaitWatched();
            String padding = "x".repeat(40_000);
            int many = 500;
            for (int k = 1; k <= many; k++) {
                stage.progress(2, k, padding);
            }
            // Else its end could be read from the store before the bus brings that.
            quick.await("the last progress", line -> line.equals("id: 2000500"));
            stage.complete();
            // Told before the slow one reads its first byte.
            Await.until(
                    "it is over",
                    () -> Web.state(stage, stage.id.value()).getString("status").equals("completed"));
            List<String> told = told(new String(client.rest()).lines().toList());
            assertEquals(List.of("subscribed", "started 2000000"), told.subList(0, 2));
            int last = told.size() - 1;
            assertEquals(
                    List.of("progress 2000500", "progress 2999999", "completed 3000000"),
                    told.subList(last - 2, last + 1));
            assertTrue(told.size() < many, () -> "told " + told.size());
            List<Long> positions = IntStream.range(1, told.size())
                    .mapToObj(i -> Long.valueOf(told.get(i).split(" ")[1]))
                    .toList();
            assertEquals(positions.stream().sorted().distinct().toList(), positions);
        }
        stage.awaitNothingIsLeft();
    }

    @Test
    void aNodeThatStopsEndsItsStreamsAndSendsBrowsersBack() throws Exception {
        open().accept();
        stage.begin();
        try (Curl curl = Curl.start(url(""))) {
            curl.await("the start", line -> line.equals("id: 2000000"));
            stage.drain();
            assertEquals(List.of("subscribed", "started 2000000"), told(curl.finish()));
        }
        // An EventSource comes back after this, but never after a 503.
        List<String> lines = curl("", "-i", "-H", "Accept: text/event-stream");
        assertEquals("HTTP/1.1 200 OK", lines.get(0));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("retry: ")), lines::toString);
        assertEquals(List.of(), told(lines));
        Web.assertProblem(503, "unavailable", Web.get(stage, stage.path("/events")));
        stage.awaitNothingIsLeft();
    }

    @Test
    void theHeadAloneIsAnsweredAtOnce() throws Exception {
        open().accept();
        List<String> lines = curl("", "-I");
        assertEquals("HTTP/1.1 200 OK", lines.get(0));
        assertTrue(lines.contains("content-type: text/event-stream"), lines::toString);
        stage.awaitNothingIsLeft();
    }

    @Test
    void aStreamOfHttp2EndsAsOthersDo() throws Exception {
        open().accept();
        stage.begin();
        String http2 = "--http2-prior-knowledge";
        try (Curl leaving = Curl.start(http2, url(""));
                Curl staying = Curl.start(http2, "-i", url(""))) {
            leaving.await("the start", line -> line.equals("id: 2000000"));
            staying.await("the start", line -> line.equals("id: 2000000"));
            leaving.close();
            stage.awaitOpen("sse");
            stage.complete();
            List<String> lines = staying.finish();
            assertEquals("HTTP/2 200", lines.get(0).strip());
            assertEquals(
                    List.of("subscribed", "started 2000000", "progress 2999999", "completed 3000000"), told(lines));
        }
        stage.awaitNothingIsLeft();
        log.assertNothingIsWrong();
    }

    @Test
    void anAddressWithTooManyIsRefused() throws Exception {
        open("REELBUS_PUSH_MAX_CONNECTIONS_PER_ADDRESS", "1").accept();
        try (Curl curl = Curl.start(url(""))) {
            curl.await("it is open", line -> line.startsWith("retry: "));
            Web.assertProblem(429, "too_many_connections", Web.get(stage, stage.path("/events")));
        }
        stage.awaitNothingIsLeft();
        try (Curl curl = Curl.start(url(""))) {
            curl.await("it is open", line -> line.startsWith("retry: "));
        }
    }

    @Test
    void waitsForWhatDoesNotExistAreLimited() throws Exception {
        open("REELBUS_PUSH_MAX_WAITING_PER_NODE", "1");
        try (Curl curl = Curl.start(url(""))) {
            curl.await("it waits", line -> line.contains("\"known\":false"));
            Web.assertProblem(
                    429, "too_many_connections", Web.get(stage, "/api/videos/" + FileId.random() + "/events"));
        }
        stage.awaitNothingIsLeft();
    }
}
