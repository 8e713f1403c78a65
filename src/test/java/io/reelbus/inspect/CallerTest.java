package io.reelbus.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
    private static final String PEER = "Only a client on this very machine may look inside.";
    private static final String PROXY = "A request that comes through a proxy may not look inside.";
    private static final String HOST = "Ask for localhost, or a loopback address, to look inside.";
    private static final String PAGE = "A page of another origin may not look inside.";

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static String objection(String peer, String target, String host, String... more) {
        MultiMap headers = headers(more);
        if (host != null) {
            headers.add("Host", host);
        }
        HostAndPort authority = host == null ? null : HostAndPort.parseAuthority(host, -1);
        return new Caller(peer, target, authority, false, headers).objection().orElse("");
    }

    private static String withHeader(String name, String value) {
        return objection("127.0.0.1", "/inspect/nodes", "localhost:3001", name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,              localhost:3001",
        "127.0.0.1,              LocalHost",
        "127.0.0.1,              127.0.0.1:3001",
        "127.8.7.6,              127.9.9.9",
        "0:0:0:0:0:0:0:1,        [::1]:3001",
        "::1,                    localhost:80",
        "::ffff:127.0.0.1,       localhost:3001"
    })
    void whoeverAsksFromAndForTheLoopbackLooksInside(String peer, String host) {
        assertEquals("", objection(peer, "/inspect/nodes", host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "192.168.1.5",
                "128.0.0.1",
                "0.0.0.0",
                "::",
                "fe80::1",
                "::ffff:10.0.0.1",
                "localhost",
                "127.0.0.1.evil.com",
                ""
            })
    void aPeerThatIsNoLoopbackAddressIsRefused(String peer) {
        assertEquals(PEER, objection(peer, "/inspect/nodes", "localhost:3001"));
    }

    @Test
    void aPeerWithoutAnAddressIsRefused() {
        assertEquals(PEER, objection(null, "/inspect/nodes", "localhost:3001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "localhost.evil.com",
                "evil.localhost",
                "localhost.",
                "localhost.:3001",
                "127.0.0.1.nip.io",
                "127.0.0.1.",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "0.0.0.0:3001",
                "10.0.0.1",
                "[::]",
                "[::ffff:127.0.0.1]:3001",
                "[::ffff:10.0.0.1]",
                "xn--localhost",
                "localhost%00.evil.com"
            })
    void aHostThatIsNotSurelyTheLoopbackIsRefused(String host) {
        assertEquals(HOST, objection("127.0.0.1", "/inspect/nodes", host));
    }

    @Test
    void aRequestWithoutAHostIsRefused() {
        assertEquals(HOST, objection("127.0.0.1", "/inspect/nodes", null));
    }

    @Test
    void hostsThatContradictEachOtherAreRefused() {
        assertEquals(HOST, withHeader("Host", "localhost:3001"));
        assertEquals(HOST, withHeader("Host", "evil.com"));
        Caller ofHttp2 = new Caller(
                "127.0.0.1",
                "/inspect/nodes",
                HostAndPort.parseAuthority("localhost:3001", -1),
                false,
                headers("host", "evil.com"));
        assertEquals(Optional.of(HOST), ofHttp2.objection());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "x-forwarded-anything",
                "X-Forwarded",
                "Via",
                "X-Real-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Envoy-External-Address",
                "X-Original-Forwarded-For"
            })
    void aHeaderOfAProxyIsEnoughToBeRefusedWhateverItSays(String header) {
        assertEquals(PROXY, withHeader(header, "127.0.0.1"));
        assertEquals(PROXY, withHeader(header, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3001/inspect/nodes", "http://evil.com/inspect/nodes", "*", ""})
    void aTargetAsProxiesGetItIsRefused(String target) {
        assertEquals(PROXY, objection("127.0.0.1", target, "localhost:3001"));
    }

    @Test
    void theProtocolOfOldProxiesIsRefused() {
        HostAndPort authority = HostAndPort.parseAuthority("localhost:3001", -1);
        assertEquals(
                Optional.of(PROXY),
                new Caller("127.0.0.1", "/inspect/nodes", authority, true, headers("host", "localhost:3001"))
                        .objection());
    }

    @Test
    void aPageOfTheNodeItselfLooksInside() {
        assertEquals("", withHeader("Origin", "http://localhost:3001"));
        assertEquals("", withHeader("Sec-Fetch-Site", "same-origin"));
        // What a person types into the address bar.
        assertEquals("", withHeader("Sec-Fetch-Site", "none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "http://127.0.0.1:3001",
                "https://localhost:3001",
                "http://localhost",
                "https://evil.com",
                "http://localhost:3001.evil.com",
                "null",
                ""
            })
    void aPageOfAnotherOriginIsRefused(String origin) {
        assertEquals(PAGE, withHeader("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "anything"})
    void whatAnotherPageLoadsWithoutAScriptIsRefusedToo(String site) {
        assertEquals(PAGE, withHeader("Sec-Fetch-Site", site));
    }
}
