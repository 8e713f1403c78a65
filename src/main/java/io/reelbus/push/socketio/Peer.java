package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another server of the cluster, and this one's connections to it. */
final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private static final int CONNECT_MS = 4_000;
    /** Well below what a server keeps an idle connection for: a request must not meet its end. */
    private static final int KEEP_ALIVE_SECONDS = 30;
    /** Each poll holds a connection while it waits, so there are as many as polling clients. */
    private static final int MOST_CONNECTIONS = 50_000;

    private static final int CLOSING_SECONDS = 2;
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final SocketAddress address;
    private final long silenceMs;
    private final HttpClient http;
    private final WebClient web;
    private final WebSocketClient webSockets;
    private final Set<WebSocketPipe> pipes = ConcurrentHashMap.newKeySet();
    private volatile boolean gone;

    Peer(Vertx vertx, SocketIoOptions options, SocketAddress address) {
        this.address = address;
        // A session whose client lives says something in this time, in either direction.
        this.silenceMs =
                options.pingInterval().plus(options.pingTimeout()).plus(SLACK).toMillis();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS).setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.web = WebClient.wrap(http, new WebClientOptions().setUserAgentEnabled(false));
        this.webSockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_MS)
                .setIdleTimeout(Math.toIntExact(silenceMs))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setClosingTimeout(CLOSING_SECONDS)
                .setMaxConnections(MOST_CONNECTIONS)
                // It has been measured where it came from.
                .setMaxFrameSize(options.maxQueue())
                .setMaxMessageSize(options.maxQueue()));
    }

    HttpRequest<Buffer> request(HttpMethod method, String uri, MultiMap headers) {
        return web.request(new RequestOptions()
                .setMethod(method)
                .setHost(address.host())
                .setPort(address.port())
                .setURI(uri)
                .setHeaders(headers)
                .setFollowRedirects(false)
                .setConnectTimeout(CONNECT_MS)
                .setIdleTimeout(silenceMs));
    }

    Future<WebSocket> connect(String uri, MultiMap headers) {
        // Vert.x would put the address before the path as it is, an IPv6 address without its brackets.
        String named = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return webSockets.connect(new WebSocketConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setURI("http://" + named + ":" + address.port() + uri)
                .setHeaders(headers)
                .setAllowOriginHeader(false)
                .setSubProtocols(List.of())
                .setTimeout(CONNECT_MS));
    }

    /** Joins a client's WebSocket with one of this server, until one of them ends or the server is gone. */
    void carry(WebSocketBase client, WebSocketBase server) {
        var pipe = new WebSocketPipe(client, server, pipes::remove);
        pipes.add(pipe);
        pipe.open();
        if (gone) {
            pipe.end(Reason.TRANSPORT_CLOSE);
        }
    }

    /** Ends the WebSockets that were joined. */
    void end(String reason) {
        pipes.forEach(pipe -> pipe.end(reason));
    }

    /** The server is gone: whoever waits for it waits no longer. */
    void close() {
        gone = true;
        end(Reason.TRANSPORT_CLOSE);
        Future.join(http.close(), webSockets.close())
                .onFailure(e -> LOG.debug("The connections to another server did not close", e));
    }
}
