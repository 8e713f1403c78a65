package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Listens to the whole log, in which nothing may be worse than information. */
public final class Quiet implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    public Quiet() {
        log.start();
        root.addAppender(log);
    }

    public void assertNothingIsWrong() {
        assertEquals(
                List.of(),
                List.copyOf(log.list).stream()
                        .filter(each -> each.getLevel().isGreaterOrEqual(Level.WARN))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList());
    }

    @Override
    public void close() {
        root.detachAppender(log);
    }
}
