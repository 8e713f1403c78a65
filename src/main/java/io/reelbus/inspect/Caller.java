package io.reelbus.inspect;

import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as a request tells, and whether that is surely somebody on this very machine. Until there is access
 * control this alone lets people look inside, so whatever is odd is refused: a proxy on the same machine must not open
 * it to the world, nor a web page that the machine's own browser shows.
 *
 * @param peer the address at the other end of the connection; null where that has none
 * @param target the request's target as it was sent
 * @param authority the host that the client asked for
 * @param isHttp10 whether the request is of HTTP/1.0, which proxies speak and no client of today does
 */
record Caller(
        @Nullable String peer, String target, @Nullable HostAndPort authority, boolean isHttp10, MultiMap headers) {
    /** Headers by which proxies and content networks say for whom they ask. */
    private static final Set<String> OF_PROXIES = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "client-ip",
            "x-cluster-client-ip",
            "x-original-host",
            "x-original-url",
            "x-request-id",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip",
            "proxy-connection");

    private static final List<String> PREFIXES_OF_PROXIES = List.of("x-forwarded", "x-envoy-", "x-original-forwarded");

    /** What is wrong, as a sentence; empty for a client of this machine that asks by itself. */
    Optional<String> objection() {
        if (!isLoopback(peer)) {
            return Optional.of("Only a client on this very machine may look inside.");
        }
        if (isHttp10 || !target.startsWith("/") || headers.names().stream().anyMatch(Caller::isOfProxy)) {
            return Optional.of("A request that comes through a proxy may not look inside.");
        }
        if (!isAskedAsLocal()) {
            return Optional.of("Ask for localhost, or a loopback address, to look inside.");
        }
        return isOfOtherPage() ? Optional.of("A page of another origin may not look inside.") : Optional.empty();
    }

    private static boolean isOfProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return OF_PROXIES.contains(name) || PREFIXES_OF_PROXIES.stream().anyMatch(name::startsWith);
    }

    /** By every word of the request on that: HTTP/2 has an authority and may have a Host that differs. */
    private boolean isAskedAsLocal() {
        List<String> hosts = headers.getAll("host");
        return authority != null
                && isLocal(authority.host())
                && hosts.size() <= 1
                && hosts.stream().allMatch(host -> host.equalsIgnoreCase(authority.toString()));
    }

    /**
     * A page that is rebound to 127.0.0.1 still asks for its own name, so no name but this one counts: neither
     * {@code localhost.}, of which resolvers are not of one mind, nor a name below it.
     */
    private static boolean isLocal(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return host.equalsIgnoreCase("localhost")
                || isLoopback(bracketed ? host.substring(1, host.length() - 1) : host);
    }

    /** Whether the text is an address, never a name, of the loopback: also an IPv4 address dressed as one of IPv6. */
    private static boolean isLoopback(@Nullable String address) {
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Browsers send an Origin with what scripts ask, and of late say of everything where it comes from. */
    private boolean isOfOtherPage() {
        String site = headers.get("sec-fetch-site");
        boolean elsewhere = site != null && !site.equals("same-origin") && !site.equals("none");
        List<String> origins = headers.getAll("origin");
        return elsewhere || !origins.stream().allMatch(origin -> origin.equalsIgnoreCase("http://" + authority));
    }
}
