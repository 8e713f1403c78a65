package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reelbus.RawClient;
import io.reelbus.TestNode;
import io.reelbus.Web;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Connections that end before what was asked for by them is answered. */
class LeavingClientIT {
    /** Enough that some answers are not begun, and some are. */
    private static final int CLIENTS = 300;

    private static final String REQUEST = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path data;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Problem.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
    }

    private void assertNothingIsWrong() {
        List<ILoggingEvent> logged = List.copyOf(log.list);
        assertEquals(
                List.of(),
                logged.stream()
                        .filter(each -> each.getLevel().isGreaterOrEqual(Level.WARN))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList());
    }

    @Test
    void aClientThatLeavesBeforeItsAnswerIsNoError() throws Exception {
        try (TestNode node = TestNode.start(data)) {
            for (int i = 0; i < CLIENTS; i++) {
                try (RawClient client = new RawClient(node)) {
                    client.text(REQUEST);
                }
            }
            assertEquals(200, Web.get(node, "/health/ready").statusCode());
        }
        assertNothingIsWrong();
    }

    @Test
    void anAnswerThatTheEndOfTheNodeOvertakesIsNoError() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (TestNode node = TestNode.start(data)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new RawClient(node));
            }
            for (RawClient client : clients) {
                client.text(REQUEST);
            }
        }
        for (RawClient client : clients) {
            client.close();
        }
        assertNothingIsWrong();
    }
}
