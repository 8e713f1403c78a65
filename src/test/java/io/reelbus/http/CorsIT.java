package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Form;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may use a node, over every protocol of its port. */
class CorsIT {
    private static final String LISTED = "http://localhost:3000";
    private static final String FOREIGN = "http://evil.example";

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theDefaultOriginIsAllowedWithCredentials() throws Exception {
        var answer = Web.get(node, "/", "Origin", LISTED);
        assertEquals(200, answer.statusCode());
        assertAllowed(LISTED, answer);
    }

    @Test
    void aProblemIsReadableForAnAllowedPage() throws Exception {
        var answer = Web.get(node, "/api/videos/nothing", "Origin", LISTED);
        Web.assertProblem(404, "not_found", answer);
        assertAllowed(LISTED, answer);
    }

    private static void assertAllowed(String origin, HttpResponse<byte[]> answer) {
        assertEquals(origin, Web.header(answer, "access-control-allow-origin"));
        assertEquals("true", Web.header(answer, "access-control-allow-credentials"));
        assertVaries(answer);
    }

    private static void assertVaries(HttpResponse<byte[]> answer) {
        assertTrue(
                answer.headers().allValues("vary").stream()
                        .flatMap(each -> Arrays.stream(each.split(",")))
                        .anyMatch(each -> each.strip().equalsIgnoreCase("origin")),
                "no Vary: Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/videos/x",
                "/storage/files/x",
                "/file-processing",
                "/socket.io/?EIO=4&transport=polling"
            })
    void aForeignOriginIsRefused(String path) throws Exception {
        var answer = Web.get(node, path, "Origin", FOREIGN);
        Web.assertProblem(403, "origin_not_allowed", answer);
        assertEquals("", Web.header(answer, "access-control-allow-origin"));
        assertVaries(answer);
    }

    @Test
    void anUploadOfAForeignPageIsRefusedThoughBrowsersDoNotAskFirst() throws Exception {
        var answer = Web.send(Web.to(node, "/storage/upload/video")
                .header("Origin", FOREIGN)
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofByteArray(Form.of(new byte[10]).closed())));
        Web.assertProblem(403, "origin_not_allowed", answer);
        assertEquals(0, Web.names(data.resolve("media")).size());
    }

    @Test
    void theNodesOwnPageAndProgramsPassWithoutCorsHeaders() throws Exception {
        for (var answer : new HttpResponse<?>[] {
            Web.get(node, "/", "Origin", "http://127.0.0.1:" + node.port()), Web.get(node, "/")
        }) {
            assertEquals(200, answer.statusCode());
            assertEquals("", Web.header(answer, "access-control-allow-origin"));
        }
    }

    /** A cache must not give the answer made for a program to a page, which needs the headers. */
    @Test
    void everyAnswerSaysThatItDependsOnTheOrigin() throws Exception {
        assertVaries(Web.get(node, "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/storage/upload/video", "/api/videos"})
    void aPreflightForAnUploadIsAnswered(String path) throws Exception {
        var answer = Web.send(Web.to(node, path)
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("Origin", LISTED)
                .headers("Access-Control-Request-Method", "POST")
                .headers("Access-Control-Request-Headers", "content-type,x-requested-with,x-orpc-batch"));
        assertTrue(answer.statusCode() == 200 || answer.statusCode() == 204, "status " + answer.statusCode());
        assertAllowed(LISTED, answer);
        assertTrue(Web.header(answer, "access-control-allow-methods").contains("POST"));
        String headers = Web.header(answer, "access-control-allow-headers").toLowerCase(Locale.ROOT);
        for (String header : List.of("content-type", "x-requested-with", "x-orpc-batch")) {
            assertTrue(headers.contains(header), headers);
        }
        assertEquals("600", Web.header(answer, "access-control-max-age"));
    }

    @Test
    void aPreflightOfAForeignPageIsRefused() throws Exception {
        Web.assertProblem(
                403,
                "origin_not_allowed",
                Web.send(Web.to(node, "/api/videos")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .headers("Origin", FOREIGN)
                        .headers("Access-Control-Request-Method", "POST")));
    }

    @Test
    void bothVariablesCountAndTheDefaultNoLonger(@TempDir Path own) throws Exception {
        Map<String, String> settings = Map.of(
                "ALLOWED_ORIGINS",
                "https://a.example, https://b.example",
                "WEBSOCKET_CORS_ORIGIN",
                "https://c.example");
        try (TestNode other = TestNode.start(own, settings)) {
            for (String origin : new String[] {"https://a.example", "https://b.example", "https://c.example"}) {
                assertAllowed(origin, Web.get(other, "/", "Origin", origin));
            }
            Web.assertProblem(403, "origin_not_allowed", Web.get(other, "/", "Origin", LISTED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/file-processing", "/socket.io/?EIO=4&transport=websocket"})
    void aWebSocketOpensForAllowedPagesAlone(String path) throws Exception {
        assertEquals(403, upgrade(path, "Origin: " + FOREIGN + "\r\n"));
        assertEquals(403, upgrade(path, "Origin: null\r\n"));
        assertEquals(101, upgrade(path, "Origin: " + LISTED + "\r\n"));
        assertEquals(101, upgrade(path, "Origin: http://localhost:" + node.port() + "\r\n"));
        assertEquals(101, upgrade(path, ""));
    }

    private static int upgrade(String path, String origin) throws Exception {
        try (RawClient client = new RawClient(node)) {
            return client.text("GET " + path + " HTTP/1.1\r\nHost: localhost:" + node.port()
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + origin + "\r\n")
                    .answer()
                    .status();
        }
    }
}
