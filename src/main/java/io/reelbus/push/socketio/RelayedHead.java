package io.reelbus.push.socketio;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The head of a request as it is passed on to another server: its client's, but for what belongs to one connection. */
final class RelayedHead {
    /** Who has passed it on; a request that has this header goes no further. */
    static final String MARKER = "x-socket-relayed";

    private static final String FORWARDED_FOR = "x-forwarded-for";

    /** RFC 9110, section 7.6.1, and what a WebSocket handshake negotiates anew. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "sec-websocket-accept",
            "sec-websocket-extensions",
            "sec-websocket-key",
            "sec-websocket-protocol",
            "sec-websocket-version");

    private RelayedHead() {}

    /** The headers of this request, passed on by the server of this name; where no body follows, none is announced. */
    static MultiMap of(HttpServerRequest request, String here, boolean withBody) {
        HostAndPort authority = request.authority();
        return of(
                request.headers(),
                authority == null ? null : authority.toString(),
                request.remoteAddress(),
                here,
                withBody);
    }

    static MultiMap of(
            MultiMap received, @Nullable String host, @Nullable SocketAddress client, String here, boolean withBody) {
        Set<String> dropped = new HashSet<>(OF_CONNECTION);
        for (String connection : received.getAll(HttpHeaders.CONNECTION)) {
            for (String named : connection.split(",")) {
                dropped.add(named.strip().toLowerCase(Locale.ROOT));
            }
        }
        if (!withBody) {
            dropped.add("content-length");
        }
        MultiMap headers = HttpHeaders.headers();
        for (Map.Entry<String, String> header : received) {
            if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        if (host != null) {
            headers.set(HttpHeaders.HOST, host);
        }
        if (client != null && client.hostAddress() != null) {
            List<String> before = new ArrayList<>(headers.getAll(FORWARDED_FOR));
            before.add(client.hostAddress());
            headers.set(FORWARDED_FOR, String.join(", ", before));
        }
        return headers.set(MARKER, here);
    }
}
