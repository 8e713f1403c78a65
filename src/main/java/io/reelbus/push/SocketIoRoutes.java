package io.reelbus.push;

import io.reelbus.http.Asset;
import io.reelbus.http.Routes;
import io.reelbus.push.socketio.SocketIoServer;
import io.vertx.ext.web.Router;
import java.util.List;

/** Mounts the Socket.IO server and the client's own bundles, which browsers load from beside it. */
public final class SocketIoRoutes implements Routes {
    private static final List<String> BUNDLES = List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js");

    private final SocketIoServer server;

    public SocketIoRoutes(SocketIoServer server) {
        this.server = server;
    }

    @Override
    public void mount(Router router) {
        server.mount(router);
        for (String bundle : BUNDLES) {
            Asset asset = Asset.load("/web/socket.io/" + bundle);
            router.get("/socket.io/" + bundle).handler(asset::answer);
        }
    }
}
