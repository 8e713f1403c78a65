package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a well-behaved HTTP client of tests does. */
public final class Web {
    /** The keys of the answer that every upload door gives, in their order. */
    public static final List<String> UPLOAD_ANSWER =
            List.of("filename", "path", "size", "mimeType", "fileId", "videoId", "isProcessed", "message", "profile");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Web() {}

    public static HttpRequest.Builder to(Reachable node, String path) {
        return HttpRequest.newBuilder(node.uri(path)).timeout(Duration.ofSeconds(60));
    }

    public static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** {@code headers} are names and values in turn. */
    public static HttpResponse<byte[]> get(Reachable node, String path, String... headers) throws Exception {
        HttpRequest.Builder request = to(node, path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public static HttpResponse<byte[]> delete(Reachable node, String path) throws Exception {
        return send(to(node, path).DELETE());
    }

    public static HttpResponse<byte[]> post(Reachable node, String path, byte[] form) throws Exception {
        return send(
                to(node, path).header("Content-Type", Form.TYPE).POST(HttpRequest.BodyPublishers.ofByteArray(form)));
    }

    /** Uploads the content by the original protocol's door and returns its id. */
    public static String upload(Reachable node, byte[] content) throws Exception {
        HttpResponse<byte[]> answer =
                post(node, "/storage/upload/video", Form.of(content).closed());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        return json(answer).getString("fileId");
    }

    public static JsonObject state(Reachable node, String fileId) throws Exception {
        return json(get(node, "/api/videos/" + fileId));
    }

    /** Waits until the video's work is over. */
    public static JsonObject outcome(Reachable node, String fileId) throws Exception {
        Await.until(
                "the video ends",
                () -> List.of("completed", "failed")
                        .contains(state(node, fileId).getString("status")));
        return state(node, fileId);
    }

    public static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    public static JsonObject json(HttpResponse<byte[]> answer) {
        return new JsonObject(new String(answer.body()));
    }

    /** Checks that the answer is a problem with this status and code. */
    public static void assertProblem(int status, String code, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode(), () -> new String(answer.body()));
        assertEquals("application/problem+json", header(answer, "content-type"));
        assertEquals(code, json(answer).getString("code"));
        assertEquals(status, json(answer).getInteger("status"));
    }

    /** How many bytes the node keeps room for, of uploads that are under way. */
    public static long reserved(Reachable node) throws Exception {
        String metrics = new String(get(node, "/metrics").body());
        return metrics.lines()
                .filter(line -> line.startsWith("reelbus_upload_reserved_bytes{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    public static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** The names in a folder; none where there is no folder. */
    public static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
