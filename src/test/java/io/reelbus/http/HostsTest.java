package io.reelbus.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static HttpConfig listening(String host) {
        return new HttpConfig(host, 3001, 0, List.of(), 120, 20, List.of());
    }

    @Test
    void aNodeOfThisMachineAnswersToItsLoopbackNamesAlone() {
        Hosts hosts = new Hosts(listening(""), "");
        for (String name : List.of("localhost", "LocalHost", "127.0.0.1", "[::1]", "::1", "app.localhost")) {
            assertTrue(hosts.allows(name), name);
        }
        assertTrue(hosts.allows(null));
        for (String name : List.of("evil.example", "localhost.evil.example", "evillocalhost", "192.168.1.5")) {
            assertFalse(hosts.allows(name), name);
        }
    }

    @Test
    void theHostOfThePublicUrlIsAllowedForAProxyInFront() {
        Hosts hosts = new Hosts(listening(""), "https://Video.example.org/app");
        assertTrue(hosts.allows("video.example.org"));
        assertFalse(hosts.allows("example.org"));
    }

    @Test
    void aNodeOfANetworkAnswersToAnyName() {
        assertTrue(new Hosts(listening("0.0.0.0"), "").allows("video.example.org"));
    }
}
