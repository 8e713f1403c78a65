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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients that do not wait for what they have asked for. */
class LeavingClientIT {
    /** Enough that some leave before their answer is begun, and some while it is. */
    private static final int CLIENTS = 300;

    @Test
    void aClientThatLeavesBeforeItsAnswerIsNoError(@TempDir Path data) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Problem.class);
        logger.addAppender(log);
        try (TestNode node = TestNode.start(data)) {
            for (int i = 0; i < CLIENTS; i++) {
                try (RawClient client = new RawClient(node)) {
                    client.text("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
                }
            }
            assertEquals(200, Web.get(node, "/health/ready").statusCode());
        } finally {
            logger.detachAppender(log);
        }
        List<ILoggingEvent> logged = List.copyOf(log.list);
        assertEquals(
                List.of(),
                logged.stream()
                        .filter(each -> each.getLevel().isGreaterOrEqual(Level.WARN))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList());
    }
}
