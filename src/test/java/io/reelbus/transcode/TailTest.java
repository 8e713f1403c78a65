package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {
    @Test
    void linesAreKeptInTheirOrder() throws Exception {
        assertEquals(
                List.of("a", "b", "c"),
                new Tail().drain(new StringReader("a\nb\r\n\nc")).lines());
    }

    @Test
    void ofEndlessTalkTheLastIsKept() throws Exception {
        List<String> lines = new Tail()
                .drain(new StringReader("0123456789\n".repeat(100_000) + "end"))
                .lines();
        assertEquals("end", lines.get(lines.size() - 1));
        assertTrue(lines.stream().mapToInt(String::length).sum() <= 256 * 1024);
    }

    @Test
    void anEndlessLineIsCut() throws Exception {
        assertEquals(
                2_000,
                new Tail()
                        .drain(new StringReader("x".repeat(10_000_000)))
                        .lines()
                        .get(0)
                        .length());
    }
}
