package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final ClientAddress LOOPBACK = new ClientAddress(List.of("127.0.0.0/8", "::1"));
    private static final ClientAddress NETWORK =
            new ClientAddress(List.of("127.0.0.0/8", "10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:DB8:1:2::9, 2001:db8:1:2::/64",
        "0:0:0:0:0:0:0:1, ::/64",
        "fe80:0:0:0:1:2:3:4%eth0, fe80::/64"
    })
    void withoutAProxyItIsThePeer(String peer, String address) {
        assertEquals(address, LOOPBACK.of(peer, List.of()));
    }

    @Test
    void whoIsNoTrustedProxySpeaksForNobodyElse() {
        assertEquals("192.0.2.1", LOOPBACK.of("192.0.2.1", List.of("198.51.100.1")));
        assertEquals("127.0.0.1", new ClientAddress(List.of()).of("127.0.0.1", List.of("198.51.100.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 198.51.100.1, 198.51.100.1",
        "::1, 198.51.100.1, 198.51.100.1",
        "::ffff:127.0.0.1, 198.51.100.1, 198.51.100.1",
        "127.0.0.1, 198.51.100.1:5060, 198.51.100.1",
        "127.0.0.1, 2001:db8:1:2::9, 2001:db8:1:2::/64",
        "127.0.0.1, [2001:db8:1:2::9], 2001:db8:1:2::/64",
        "127.0.0.1, [2001:db8:1:2::9]:443, 2001:db8:1:2::/64",
        "127.0.0.1, ::ffff:198.51.100.1, 198.51.100.1"
    })
    void aTrustedProxySpeaksForItsClient(String peer, String header, String address) {
        assertEquals(address, LOOPBACK.of(peer, List.of(header)));
    }

    @Test
    void whatAClientClaimsLeftOfItsOwnAddressIsNotRead() {
        assertEquals("198.51.100.1", LOOPBACK.of("127.0.0.1", List.of("203.0.113.5, 127.0.0.1, 198.51.100.1")));
        assertEquals("198.51.100.1", LOOPBACK.of("127.0.0.1", List.of("203.0.113.5", "198.51.100.1")));
        assertEquals("198.51.100.1", LOOPBACK.of("127.0.0.1", List.of("nonsense, 198.51.100.1")));
    }

    @Test
    void aChainOfTrustedProxiesIsFollowedToTheFirstOther() {
        assertEquals(
                "198.51.100.1",
                NETWORK.of("127.0.0.1", List.of("203.0.113.5, 198.51.100.1, 192.0.2.7, fd00::1, 10.255.0.3")));
        assertEquals("192.0.2.8", NETWORK.of("10.0.0.1", List.of("203.0.113.5, 192.0.2.8, 192.0.2.7")));
        // All of them are proxies: the farthest is as near to the client as anybody vouches for.
        assertEquals("10.0.0.9", NETWORK.of("127.0.0.1", List.of("10.0.0.9, 10.0.0.1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "localhost",
                "example.org",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4:port",
                "[::1",
                "[]",
                "[]:1",
                ":",
                "2001:db8:::1",
                "1.2.3.4 5.6.7.8",
                "\"",
                "0x7f.1",
                "1.2.3.4/8",
                "-",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void whatIsNoAddressEndsTheWay(String garbage) {
        assertEquals("127.0.0.1", LOOPBACK.of("127.0.0.1", List.of("198.51.100.1, " + garbage)));
    }

    @Test
    void aTrustedProxyThatSaysNothingIsTheClient() {
        for (String nothing : List.of("", " ", ",", " , ,, ")) {
            assertEquals("127.0.0.1", LOOPBACK.of("127.0.0.1", List.of(nothing)), nothing);
        }
        assertEquals("198.51.100.1", LOOPBACK.of("127.0.0.1", List.of("198.51.100.1, ,", "")));
    }

    @Test
    void aPeerWithoutAnAddressHasNone() {
        assertEquals("", LOOPBACK.of(null, List.of("198.51.100.1")));
        assertEquals("", LOOPBACK.of("/run/reelbus.sock", List.of("198.51.100.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.6",
        "192.0.2.7, 192.0.2.7, 192.0.2.6",
        "0.0.0.0/0, 255.255.255.255, 2001:db8::1",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "::ffff:10.0.0.0/104, 10.1.2.3, 11.1.2.3"
    })
    void aBlockIsWhatBeginsWithItsBits(String block, String inside, String outside) {
        AddressBlock parsed = AddressBlock.parse(block).orElseThrow();
        assertEquals(true, parsed.contains(IpAddress.parse(inside).orElseThrow()));
        assertEquals(false, parsed.contains(IpAddress.parse(outside).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/a", "nginx", "/8"})
    void whatIsNoBlockStopsTheStartAndIsNamed(String text) {
        var wrong = assertThrows(
                IllegalArgumentException.class, () -> new HttpConfig("", 0, 0, List.of(), 120, 20, List.of(text)));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("http.trustedProxies: "), wrong.getMessage());
    }
}
