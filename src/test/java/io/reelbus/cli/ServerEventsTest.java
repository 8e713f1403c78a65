package io.reelbus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.cli.ServerEvents.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerEventsTest {
    private static List<Event> read(String text) throws IOException {
        List<Event> read = new ArrayList<>();
        try (ServerEvents events = new ServerEvents(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
                read.add(next.get());
            }
        }
        return read;
    }

    @Test
    void eventsAreReadWithTheirNamesAndIds() throws IOException {
        assertEquals(
                List.of(new Event("a", "7", "{\"x\":\"ü\"}"), new Event("message", "", "two\nlines")),
                read("retry: 1000\n\n: hello\n\nevent: a\nid: 7\ndata: {\"x\":\"ü\"}\n\ndata:two\ndata: lines\n\n"));
    }

    @Test
    void anEventThatIsCutOffIsNone() throws IOException {
        assertEquals(List.of(new Event("a", "", "1")), read("event: a\ndata: 1\n\nevent: b\ndata: 2\n"));
    }

    @Test
    void whatHasNoDataIsNoEventAndLeavesNothingForTheNext() throws IOException {
        assertEquals(List.of(new Event("message", "", "1")), read("event: a\nid: 5\n\ndata: 1\n\n"));
    }
}
