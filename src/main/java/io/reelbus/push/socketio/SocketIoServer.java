package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A Socket.IO server (Socket.IO v5 on Engine.IO v4) that lives in a Vert.x router. One server may be mounted in many
 * routers on many event loops: they share its sessions, so that the requests of one client may arrive at any of them.
 *
 * <p>CORS and the check of Origin belong before it in the router, a BodyHandler behind it: it reads bodies itself.
 */
public final class SocketIoServer {
    private final Vertx vertx;
    private final SocketIoOptions options;
    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final Sessions sessions;
    private final Relay relay;

    /** One of several, each of which takes the requests of any client. */
    public SocketIoServer(Vertx vertx, SocketIoOptions options, Peers peers) {
        this.vertx = vertx;
        this.options = options;
        this.sessions = new Sessions(
                vertx,
                options,
                peers.here(),
                (owner, link, admitted) -> new SocketIoSession(owner, options, namespaces, admitted, link));
        this.relay = new Relay(vertx, options, peers);
        namespace(PacketCodec.MAIN_NAMESPACE, socket -> {});
    }

    /**
     * Declares a namespace, for instance {@code /file-processing}; {@code /} always exists. The handler runs on the
     * context of the client's session, before any event of the client is read: what it sets up misses none. What it
     * emits follows the answer to the client's CONNECT.
     */
    public void namespace(String name, Consumer<Socket> onConnect) {
        declare(name, Namespace.of(onConnect));
    }

    /**
     * Declares a namespace whose clients may come back after a cut: by connection state recovery, where the offset that
     * a client presents says all that is needed. What its events end in, if that is a string, is their client's offset.
     */
    public void namespace(String name, Consumer<Socket> onConnect, Recovery recovery) {
        declare(name, Namespace.recovering(onConnect, recovery));
    }

    private void declare(String name, Namespace namespace) {
        if (!name.startsWith("/") || name.indexOf(',') >= 0) {
            throw new IllegalArgumentException("a namespace begins with a slash and has no comma: " + name);
        }
        namespaces.put(name, namespace);
    }

    /** Declares who may open a session; without this everybody may. A client that may not is answered 403. */
    public void allowRequest(Admission admission) {
        sessions.admitBy(admission);
    }

    /** Answers on the server's path, with and without its last slash, and nowhere below it. */
    public void mount(Router router) {
        var handler = new EngineHandler(vertx, options, sessions, relay);
        String path = options.path();
        for (String each : new String[] {path, path.substring(0, path.length() - 1)}) {
            Route route = router.route(each);
            route.handler(handler);
        }
    }

    /** How many sessions are open. */
    public int sessions() {
        return sessions.size();
    }

    /** What this server has passed on to its peers. */
    public Relayed relayed() {
        return relay.relayed();
    }

    /**
     * Closes every connection so that its client comes back, and takes no new ones. Done when all sessions were told;
     * their close frames and last answers may still be on the way.
     */
    public Future<Void> close() {
        relay.close();
        return sessions.close();
    }
}
