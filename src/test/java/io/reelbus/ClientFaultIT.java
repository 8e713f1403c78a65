package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a client, and was once taken for a fault of the node: nothing is logged of it. */
class ClientFaultIT {
    private final Warnings warnings = new Warnings();
    private TestNode node;

    @BeforeEach
    void start(@TempDir Path data) {
        warnings.listen();
        node = TestNode.start(data);
    }

    @AfterEach
    void stop() {
        node.close();
        warnings.close();
    }

    @Test
    void aHandshakeWithAMalformedAddressIsTheClientsFault() throws Exception {
        for (String path : List.of("/file-processing?t=%zz", "/socket.io/?EIO=4&transport=websocket&t=%zz")) {
            try (RawClient client = new RawClient(node)) {
                assertEquals(400, client.text(handshake(path)).answer().status(), path);
            }
        }
        assertEquals(List.of(), warnings.heard());
    }

    @Test
    void aRequestWithoutAHostIsTheClientsFault() throws Exception {
        try (RawClient client = new RawClient(node)) {
            client.text("GET /api/videos HTTP/1.1\r\n\r\n").answer().assertProblem(400, "bad_request");
        }
        assertEquals(List.of(), warnings.heard());
    }

    @Test
    void aWebSocketHandshakeThatIsNoneIsTheClientsFault() throws Exception {
        for (String path : List.of(
                "/file-processing",
                "/eventbus/websocket",
                "/sockjs/000/a/websocket",
                "/socket.io/?EIO=4&transport=websocket")) {
            for (String missing : List.of("Sec-WebSocket-Key", "Sec-WebSocket-Version", "Upgrade", "Connection")) {
                try (RawClient client = new RawClient(node)) {
                    int status = client.text(handshake(path).replace(missing, "X-" + missing))
                            .answer()
                            .status();
                    assertTrue(
                            status == 400 || status == 426 || status == 405,
                            path + " without " + missing + ": " + status);
                }
            }
        }
        askEveryLoop();
        assertEquals(List.of(), warnings.heard());
    }

    /** Vert.x answers some of what it refuses before we hear of it: whatever is said of that is said before these answers. */
    private void askEveryLoop() throws Exception {
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            assertEquals(200, Web.get(node, "/health/live").statusCode());
        }
    }

    @Test
    void aClientThatHangsUpBeforeItHasAskedIsNoError() throws Exception {
        for (String begun : List.of("", "GET ", "GET / HTTP/1.1\r\nHost: localhost\r\n")) {
            RawClient client = new RawClient(node).text(begun);
            client.reset();
        }
        // What the node says of those it says before it has answered many others.
        for (int i = 0; i < 100; i++) {
            assertEquals(200, Web.get(node, "/health/live").statusCode());
        }
        assertEquals(List.of(), warnings.heard());
    }

    private static String handshake(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
}
