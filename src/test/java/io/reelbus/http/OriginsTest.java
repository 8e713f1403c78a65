package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private final Origins origins = new Origins(List.of("http://localhost:3000", "https://app.example.org"));

    @Test
    void aProgramSendsNoOriginAndPasses() {
        assertTrue(origins.allows(null, "localhost:3001"));
        assertTrue(origins.allows(null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, localhost:3001",
        "https://app.example.org, node.example.org",
        "http://localhost:3001, localhost:3001",
        "http://LOCALHOST:3001, localhost:3001",
        "https://node.example.org, node.example.org",
        "http://[::1]:3001, [::1]:3001"
    })
    void listedOriginsAndTheSameOriginPass(String origin, String host) {
        assertTrue(origins.allows(origin, host));
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost:3001",
        "http://localhost:3002, localhost:3001",
        "https://localhost:3000, localhost:3001",
        "http://localhost:3000.evil.example, localhost:3001",
        "http://evil.example#localhost:3001, localhost:3001",
        "http://localhost:30001, localhost:3001",
        "null, localhost:3001",
        "'', localhost:3001",
        "localhost:3001, localhost:3001",
        "http://localhost, localhost:3001"
    })
    void othersDoNot(String origin, String host) {
        assertFalse(origins.allows(origin, host));
    }

    @Test
    void anOriginIsNotTheSameWhereTheRequestNamesNoHost() {
        assertFalse(origins.allows("http://localhost:3001", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://example.org", "http://127.0.0.1:8080", "http://[::1]:3000"})
    void anOriginIsSchemeHostAndPort(String text) {
        assertTrue(Origins.isOrigin(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "example.org",
                "localhost:3000",
                "http://example.org/",
                "http://example.org/path",
                "http://example.org?x=1",
                "http://example.org?",
                "http://example.org#top",
                "http://me@example.org",
                "ftp://example.org",
                "http://",
                "http://a b"
            })
    void whatIsMoreOrLessIsNoOrigin(String text) {
        assertFalse(Origins.isOrigin(text));
    }
}
