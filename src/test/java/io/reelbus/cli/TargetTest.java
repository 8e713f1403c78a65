package io.reelbus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    void theCommandCountsBeforeTheEnvironmentAndItsUrlBeforeItsPort() {
        Map<String, String> both = Map.of("REELBUS_URL", "https://b/", "PORT", "4000");
        assertEquals(URI.create("http://a:1"), Target.base("http://a:1/", both));
        assertEquals(URI.create("https://b"), Target.base(null, both));
        assertEquals(URI.create("http://localhost:4000"), Target.base(null, Map.of("PORT", "4000")));
        assertEquals(URI.create("http://localhost:3001"), Target.base(null, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:3001", "ftp://a", "http://", "http://a b", "nonsense"})
    void whatIsNoUrlIsSaidInOneLine(String text) {
        String line =
                assertThrows(Trouble.class, () -> Target.base(text, Map.of())).getMessage();
        assertEquals("not the URL of a node, such as http://localhost:3001: " + text, line);
    }
}
