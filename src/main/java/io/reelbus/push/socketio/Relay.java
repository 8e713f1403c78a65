package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes requests of sessions that live on other servers on to them, and their answers back. One whose server is gone
 * is answered as one whose session is: the client begins anew.
 */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private static final Buffer CLOSE = Buffer.buffer(String.valueOf(EnginePacketType.CLOSE.digit()));

    private final Vertx vertx;
    private final SocketIoOptions options;
    private final Peers peers;
    private final Relayed relayed = new Relayed();
    private final Map<String, Peer> open = new ConcurrentHashMap<>();
    private volatile boolean closing;

    Relay(Vertx vertx, SocketIoOptions options, Peers peers) {
        this.vertx = vertx;
        this.options = options;
        this.peers = peers;
        peers.onLeft(this::left);
    }

    Relayed relayed() {
        return relayed;
    }

    /**
     * The name of the server where this session, which is none of ours, may live; empty where there is no such. What
     * was passed on to us goes no further.
     */
    String elsewhere(String sid, HttpServerRequest request) {
        String home = Sid.home(sid);
        return home.equals(peers.here()) || request.headers().contains(RelayedHead.MARKER) ? "" : home;
    }

    /** Answers as the server of this name does. */
    void accept(RoutingContext routing, String home, boolean isWebSocket) {
        HttpMethod method = routing.request().method();
        if (isWebSocket && closing) {
            HttpAnswer.empty(routing.response(), HttpAnswer.UNAVAILABLE);
        } else if (isWebSocket) {
            upgrade(routing, home);
        } else if (method == HttpMethod.GET) {
            get(routing, home);
        } else if (method == HttpMethod.POST) {
            post(routing, home);
        } else {
            HttpAnswer.refuse(routing.response(), EngineError.BAD_REQUEST);
        }
    }

    private void get(RoutingContext routing, String home) {
        relayed.poll();
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        LimitedBody.drop(request);
        response.closeHandler(closed -> abort(request, home));
        response.exceptionHandler(e -> abort(request, home));
        find(home)
                .compose(peer -> peer.request(HttpMethod.GET, uri(request), head(request, false))
                        .send())
                .onSuccess(answer ->
                        HttpAnswer.relay(response, answer.statusCode(), answer.headers(), answer.bodyAsBuffer()))
                .onFailure(e -> failed(response, e));
    }

    /** The client is gone before its answer: so is what was in it, and so is the session. */
    private void abort(HttpServerRequest request, String home) {
        if (!request.response().ended()) {
            var unused = end(request, home);
        }
    }

    private void post(RoutingContext routing, String home) {
        relayed.post();
        HttpServerRequest request = routing.request().pause();
        HttpServerResponse response = routing.response();
        var body = new LimitedBody(request, options.maxPayload());
        find(home)
                .compose(peer -> peer.request(HttpMethod.POST, uri(request), head(request, true))
                        .sendStream(body))
                .onSuccess(answer ->
                        HttpAnswer.relay(response, answer.statusCode(), answer.headers(), answer.bodyAsBuffer()))
                .onFailure(e -> {
                    LimitedBody.drop(request);
                    if (body.isTooLarge()) {
                        end(request, home).onComplete(ended -> HttpAnswer.empty(response, HttpAnswer.TOO_LARGE));
                    } else if (body.isBroken()) {
                        var unused = end(request, home);
                    } else {
                        failed(response, e);
                    }
                });
    }

    /**
     * Ends the session as its client would, for what the client began here can have got to the session's server in
     * part, or not at all.
     */
    private Future<Void> end(HttpServerRequest request, String home) {
        return find(home)
                .compose(peer -> peer.request(HttpMethod.POST, uri(request), head(request, false))
                        .sendBuffer(CLOSE))
                .onFailure(e -> LOG.debug("A session could not be ended", e))
                .mapEmpty();
    }

    private void upgrade(RoutingContext routing, String home) {
        relayed.upgrade();
        HttpServerRequest request = routing.request().pause();
        find(home)
                .compose(peer -> peer.connect(uri(request), head(request, false))
                        .compose(server -> join(request, server.pause(), peer)))
                .onFailure(e -> {
                    LimitedBody.drop(request);
                    if (e instanceof UpgradeRejectedException refused && refused.getBody() != null) {
                        HttpAnswer.relay(
                                routing.response(), refused.getStatus(), refused.getHeaders(), refused.getBody());
                    } else {
                        failed(routing.response(), e);
                    }
                });
    }

    private static Future<Void> join(HttpServerRequest request, WebSocket server, Peer peer) {
        return request.toWebSocket()
                .onFailure(e -> server.close(CloseCode.GOING_AWAY))
                .onSuccess(client -> peer.carry(client, server))
                .mapEmpty();
    }

    private Future<Peer> find(String home) {
        return peers.find(home)
                .map(address -> address.map(found -> peer(home, found)).orElseThrow(() -> {
                    left(home);
                    return new NoSuchElementException("no server of this name");
                }));
    }

    private Peer peer(String home, SocketAddress address) {
        return open.computeIfAbsent(home, name -> new Peer(vertx, options, address));
    }

    private MultiMap head(HttpServerRequest request, boolean withBody) {
        return RelayedHead.of(request, peers.here(), withBody);
    }

    /** Our own path, whatever the client has put before it. */
    private String uri(HttpServerRequest request) {
        return options.path() + "?" + request.query();
    }

    private void failed(HttpServerResponse response, Throwable trouble) {
        if (!response.closed()) {
            LOG.debug("A request could not be passed on", trouble);
            relayed.failure();
            HttpAnswer.refuse(response, EngineError.UNKNOWN_SID);
        }
    }

    private void left(String name) {
        Peer gone = open.remove(name);
        if (gone != null) {
            gone.close();
        }
    }

    /** Ends the WebSockets that lead through this server, so that their clients come back by another. */
    void close() {
        closing = true;
        open.values().forEach(peer -> peer.end(Reason.SHUTTING_DOWN));
    }
}
