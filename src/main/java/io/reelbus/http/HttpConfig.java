package io.reelbus.http;

import java.util.List;

/**
 * How the node listens. An empty {@code host} is the loopback of IPv4 and IPv6; {@code instances} 0 is one per core;
 * {@code idleSeconds} is how long a connection may be silent, {@code headSeconds} how long the head of a request may take.
 * {@code allowedOrigins} are the pages of other origins that may use the node, {@code *} is not among the choices since
 * credentials are allowed. {@code trustedProxies} are addresses and blocks of those whose X-Forwarded-For is believed.
 */
public record HttpConfig(
        String host,
        int port,
        int instances,
        List<String> allowedOrigins,
        int idleSeconds,
        int headSeconds,
        List<String> trustedProxies) {
    public HttpConfig {
        require(port >= 0 && port <= 65535, "http.port must be 0 to 65535");
        require(instances >= 0 && instances <= 64, "http.instances must be 0 to 64");
        require(idleSeconds >= 60 && idleSeconds <= 3600, "http.idleSeconds must be 60 to 3600");
        require(headSeconds >= 1 && headSeconds <= 600, "http.headSeconds must be 1 to 600");
        for (String origin : allowedOrigins) {
            require(
                    Origins.isOrigin(origin),
                    "http.allowedOrigins: not an origin such as https://example.org: " + origin);
        }
        for (String proxy : trustedProxies) {
            require(
                    AddressBlock.parse(proxy).isPresent(),
                    "http.trustedProxies: not an address or a block such as 10.0.0.0/8: " + proxy);
        }
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The addresses to listen on. */
    List<String> hosts() {
        return host.isEmpty() ? List.of("127.0.0.1", "::1") : List.of(host);
    }

    /** How many event loops serve the port. */
    public int loops() {
        return instances == 0 ? Runtime.getRuntime().availableProcessors() : instances;
    }
}
