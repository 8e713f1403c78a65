package io.reelbus.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from whom a request is: the peer, or, where that is a proxy one trusts, whom the proxy says it speaks for.
 * A header can be written by anybody, so it is read from its end, where the nearest proxy has written, and no further
 * than to the first address that is not one of a trusted proxy.
 */
public final class ClientAddress {
    private static final String FORWARDED_FOR = "x-forwarded-for";
    /** {@code [2001:db8::1]:443}, {@code 192.0.2.1:443}, and each of them without the port. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)\\](?::\\d{1,5})?|([^:]*):\\d{1,5}");

    private final List<AddressBlock> trusted;

    /** {@code trustedProxies} are addresses and blocks; what is neither was refused by {@link HttpConfig}. */
    public ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream()
                .map(AddressBlock::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The address of the request's client, as limits count it: of IPv6 the network of 64 bits. Empty where the peer has
     * none, as that of a Unix socket, or of a connection that is gone.
     */
    public String of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        return of(peer == null ? null : peer.hostAddress(), request.headers().getAll(FORWARDED_FOR));
    }

    String of(@Nullable String peer, List<String> forwardedFor) {
        return IpAddress.parse(peer == null ? "" : peer)
                .map(address -> behind(address, String.join(",", forwardedFor)))
                .map(IpAddress::owner)
                .orElse("");
    }

    /** The nearest address that is not a trusted proxy's; what cannot be read ends the way, as nobody vouches for more. */
    private IpAddress behind(IpAddress peer, String forwardedFor) {
        IpAddress nearest = peer;
        int end = forwardedFor.length();
        while (end > 0 && isTrusted(nearest)) {
            int comma = forwardedFor.lastIndexOf(',', end - 1);
            String entry = forwardedFor.substring(comma + 1, end).strip();
            Optional<IpAddress> next = read(entry);
            if (next.isEmpty() && !entry.isEmpty()) {
                return nearest;
            }
            nearest = next.orElse(nearest);
            end = comma;
        }
        return nearest;
    }

    private boolean isTrusted(IpAddress address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    private static Optional<IpAddress> read(String entry) {
        Matcher with = WITH_PORT.matcher(entry);
        if (!with.matches()) {
            return IpAddress.parse(entry);
        }
        return IpAddress.parse(with.group(1) == null ? with.group(2) : with.group(1));
    }
}
