package io.reelbus;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;

/** A client of {@code /inspect/tap} that keeps what it is shown. */
final class TapReader implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final InputStream body;
    private final List<JsonObject> events = new ArrayList<>();
    private volatile boolean ended;

    private TapReader(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read, "tap");
        reader.setDaemon(true);
        reader.start();
    }

    static TapReader open(Reachable node, String pattern, boolean received) throws Exception {
        String address = URLEncoder.encode(pattern, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        node.uri("/inspect/tap?address=" + address + "&received=" + received))
                .build();
        HttpResponse<InputStream> answer = CLIENT.send(request, BodyHandlers.ofInputStream());
        Assertions.assertEquals(200, answer.statusCode());
        Assertions.assertEquals("text/event-stream", Web.header(answer, "content-type"));
        return new TapReader(answer.body());
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    add(new JsonObject()
                            .put("event", event)
                            .put("data", new JsonObject(line.substring("data: ".length()))));
                }
            }
        } catch (IOException closed) {
            // By whoever opened it, or by the node.
        }
        ended = true;
    }

    private synchronized void add(JsonObject event) {
        events.add(event);
    }

    boolean isEnded() {
        return ended;
    }

    /** The data of the events of this name. */
    synchronized List<JsonObject> of(String event) {
        return events.stream()
                .filter(each -> each.getString("event").equals(event))
                .map(each -> each.getJsonObject("data"))
                .toList();
    }

    TapReader awaitNodes(String... names) {
        Await.until("these show their messages: " + Set.of(names), () -> nodes().containsAll(Set.of(names)));
        return this;
    }

    Set<String> nodes() {
        return of("node").stream().map(each -> each.getString("node")).collect(Collectors.toSet());
    }

    List<JsonObject> awaitMessages(int count) {
        Await.until(count + " messages are seen", () -> of("message").size() >= count);
        return of("message");
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
