package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is wrong with a client, and was once taken for a fault of the node: nothing is logged of it. */
class ClientFaultIT {
    /** What is worth a warning; that threads are slow on a busy machine is not this test's matter. */
    private static final class Warnings extends AppenderBase<ILoggingEvent> {
        private final Queue<String> events = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)
                    && !event.getLoggerName().contains("BlockedThreadChecker")) {
                events.add(event + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()));
            }
        }
    }

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Warnings warnings = new Warnings();
    private TestNode node;

    @BeforeEach
    void start(@TempDir Path data) {
        warnings.start();
        root.addAppender(warnings);
        node = TestNode.start(data);
    }

    @AfterEach
    void stop() {
        node.close();
        root.detachAppender(warnings);
    }

    @Test
    void aHandshakeWithAMalformedAddressIsTheClientsFault() throws Exception {
        for (String path : List.of("/file-processing?t=%zz", "/socket.io/?EIO=4&transport=websocket&t=%zz")) {
            try (RawClient client = new RawClient(node)) {
                assertEquals(400, client.text(handshake(path)).answer().status(), path);
            }
        }
        assertEquals(List.of(), List.copyOf(warnings.events));
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
        assertEquals(List.of(), List.copyOf(warnings.events));
    }

    private static String handshake(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
}
