package io.reelbus.push.ws;

import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.push.FileProcessing;
import io.reelbus.push.PushConfig;
import io.reelbus.push.Rooms;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/** The raw WebSocket at the address that the original protocol names, {@code ws://host:3001/file-processing}. */
public final class RawSocketRoutes implements Routes {
    private final Rooms rooms;
    private final PushConfig config;
    private final AtomicInteger open = new AtomicInteger();

    public RawSocketRoutes(Rooms rooms, PushConfig config) {
        this.rooms = rooms;
        this.config = config;
        rooms.meters().sockets("websocket", open::get);
    }

    @Override
    public void mount(Router router) {
        router.get(FileProcessing.NAMESPACE).handler(this::upgrade);
    }

    private void upgrade(RoutingContext context) {
        String upgrade = context.request().getHeader(HttpHeaders.UPGRADE);
        if (!"websocket".equalsIgnoreCase(upgrade)) {
            context.fail(Failure.BAD_REQUEST.because("This address speaks WebSocket."));
            return;
        }
        context.request()
                .toWebSocket()
                .onSuccess(socket -> RawSocket.serve(context.vertx(), socket, rooms, config, open))
                .onFailure(context::fail);
    }
}
