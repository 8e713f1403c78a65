package io.reelbus.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which names a node that listens on the loopback alone may be asked. A web page can give its own name the
 * address 127.0.0.1 (DNS rebinding); then only the Host header tells that the request is not meant for this machine.
 */
final class Hosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final boolean loopbackOnly;
    private final String publicHost;

    /** {@code publicUrl} may be empty; its host is allowed too, for a proxy on this machine. */
    Hosts(HttpConfig config, String publicUrl) {
        this.loopbackOnly = config.host().isEmpty();
        String host = publicUrl.isEmpty() ? null : URI.create(publicUrl).getHost();
        this.publicHost = host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    /** {@code host} is what the client asked for, without the port; null where it did not say. */
    boolean allows(@Nullable String host) {
        if (!loopbackOnly || host == null) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || name.endsWith(".localhost") || name.equals(publicHost);
    }
}
