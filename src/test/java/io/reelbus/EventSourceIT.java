package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.http.Routes;
import io.reelbus.push.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A browser's EventSource: it resumes by itself, and stops by itself. */
@Timeout(180)
class EventSourceIT {
    /** Reports, one after the other, what its EventSource is told, and the state that it is in after an error. */
    private static final String PAGE = """
            <!doctype html><script>
            let last = Promise.resolve();
            let count = 0;
            const report = (line) => {
              const path = '/report?number=' + count++ + '&line=' + encodeURIComponent(line);
              last = last.then(() => fetch(path));
            };
            const source = new EventSource('/api/videos/%s/events');
            for (const name of ['subscribed', 'processing:started', 'processing:progress', 'processing:completed'])
              source.addEventListener(name, (event) => report(name.replace('processing:', '') + ' ' + event.lastEventId));
            source.addEventListener('error', () => report('error ' + source.readyState));
            </script>
            """;

    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final Set<String> numbers = ConcurrentHashMap.newKeySet();
    /** The Last-Event-ID of each request for the story. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Routes page() {
        return router -> {
            router.get("/page")
                    .handler(context -> context.response()
                            .putHeader("content-type", "text/html")
                            .end(PAGE.formatted(context.request().getParam("id"))));
            router.get("/report").handler(context -> {
                // A browser asks again where its connection was cut before the answer came.
                if (numbers.add(context.request().getParam("number"))) {
                    reported.add(context.request().getParam("line"));
                }
                context.response().setStatusCode(204).end();
            });
            router.get("/api/videos/:id/events").handler(context -> {
                asked.add(String.valueOf(context.request().getHeader("last-event-id")));
                context.next();
            });
        };
    }

    private void awaitReport(String line) {
        Await.until(line + " among " + reported, () -> reported.contains(line));
    }

    @Test
    void afterACutItIsToldTheRestAndAfterTheEndItAsksOnceMoreAndNeverAgain(@TempDir Path folder) throws Exception {
        try (Stage stage = Stage.open(folder.resolve("data"), Map.of(), page());
                Forwarder proxy = Forwarder.to(List.of(stage))) {
            stage.accept();
            stage.begin();
            try (Browser browser = Browser.open(folder, proxy.uri("/page?id=" + stage.id))) {
                // A browser takes its time to start, most of all on a machine that does other things too.
                Await.within("the page is shown", 90_000, () -> reported.contains("started 2000000"));
                stage.progress(2, 7, "Seven");
                awaitReport("progress 2000007");
                proxy.connections().forEach(Forwarder.Connection::cut);
                awaitReport("error 0");
                Await.until("it has come back", () -> asked.size() == 2);
                stage.progress(2, 8, "Eight");
                stage.complete();
                awaitReport("completed 3000000");
                // Closed for good: a status of 204 is what an EventSource takes for the end.
                awaitReport("error 2");
            }
            List<String> told = new ArrayList<>(reported);
            told.removeIf(line -> line.equals("progress 2000008"));
            assertEquals(
                    Arrays.asList(
                            "subscribed ",
                            "started 2000000",
                            "progress 2000007",
                            "error 0",
                            "subscribed 2000007",
                            "progress 2999999",
                            "completed 3000000",
                            "error 0",
                            "error 2"),
                    told);
            assertEquals(List.of("null", "2000007", "3000000"), asked);
            stage.awaitNothingIsLeft();
        }
    }
}
