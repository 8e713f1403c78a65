package io.reelbus.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The node that is asked, and how to ask it. */
final class Target {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .build();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A node; default: REELBUS_URL, else http://localhost with the port PORT, else 3001.")
    private @Nullable String url;

    /** Where to ask: what the command says, else the environment. Throws Trouble where that is no URL of a node. */
    static URI base(@Nullable String url, Map<String, String> environment) {
        String text = url;
        if (text == null || text.isBlank()) {
            text = environment.getOrDefault("REELBUS_URL", "");
        }
        if (text.isBlank()) {
            text = "http://localhost:" + environment.getOrDefault("PORT", "3001");
        }
        try {
            URI base = URI.create(text.strip().replaceAll("/+$", ""));
            if (base.getHost() != null && String.valueOf(base.getScheme()).matches("https?")) {
                return base;
            }
        } catch (IllegalArgumentException notOne) {
            // Said below.
        }
        throw new Trouble("not the URL of a node, such as http://localhost:3001: " + text);
    }

    private URI base() {
        return base(url, System.getenv());
    }

    /** The JSON that the node answers; throws Trouble with the line {@code absent} where it has nothing at this path. */
    JsonNode get(String path, String absent) {
        HttpResponse<InputStream> answer = send(request(path).timeout(ANSWER));
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readAllBytes();
            if (answer.statusCode() != 200) {
                Trouble refused = refused(answer.statusCode(), bytes);
                throw answer.statusCode() == 404 && refused.isOfNode() ? new Trouble(absent) : refused;
            }
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new Trouble("what answers at " + base() + " is not a node of this release");
        } catch (IOException e) {
            throw unreachable();
        }
    }

    /**
     * Opens a stream of server-sent events from behind the event of this id; the caller closes it. Empty where nothing
     * follows.
     */
    ServerEvents open(String path, String lastId) {
        HttpRequest.Builder request = request(path).timeout(ANSWER).header("Accept", "text/event-stream");
        HttpResponse<InputStream> answer = send(lastId.isEmpty() ? request : request.header("Last-Event-ID", lastId));
        if (answer.statusCode() == 204) {
            return ServerEvents.ofNothing();
        }
        if (answer.statusCode() != 200) {
            try (InputStream body = answer.body()) {
                throw refused(answer.statusCode(), body.readAllBytes());
            } catch (IOException e) {
                throw unreachable();
            }
        }
        return new ServerEvents(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base() + path));
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable();
        } catch (InterruptedException e) {
            throw new Trouble("interrupted");
        }
    }

    private Trouble unreachable() {
        return new Trouble("no node answers at " + base() + "; is it running? --url names another");
    }

    /** A node says in a sentence why it refuses. */
    private Trouble refused(int status, byte[] body) {
        try {
            JsonNode problem = JSON.readTree(body);
            if (problem != null && problem.hasNonNull("detail") && problem.hasNonNull("code")) {
                return Trouble.ofNode(problem.get("detail").asText() + " ("
                        + problem.get("code").asText() + ")");
            }
        } catch (IOException notAProblem) {
            // Said below.
        }
        return new Trouble("what answers at " + base() + " is not a node: it answers with status " + status);
    }
}
