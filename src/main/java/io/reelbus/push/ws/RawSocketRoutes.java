package io.reelbus.push.ws;

import io.reelbus.http.Draining;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.push.Connections;
import io.reelbus.push.FileProcessing;
import io.reelbus.push.Place;
import io.reelbus.push.socketio.Cut;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The raw WebSocket at the address that the original protocol names, {@code ws://host:3001/file-processing}. */
public final class RawSocketRoutes implements Routes {
    private final RawSockets sockets;

    public RawSocketRoutes(RawSockets sockets) {
        this.sockets = sockets;
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
        if (sockets.isClosing()) {
            context.fail(Draining.refusal());
            return;
        }
        Optional<Place> place = sockets.enter(context.request());
        if (place.isEmpty()) {
            context.fail(Connections.refusal());
            return;
        }
        Cut cut = new Cut(context.request());
        context.request()
                .toWebSocket()
                .onSuccess(socket -> sockets.serve(context.vertx(), socket, cut, place.get()))
                .onFailure(trouble -> {
                    place.get().close();
                    // Most of what is no handshake has been answered by now.
                    if (!context.response().ended()) {
                        context.fail(Failure.BAD_REQUEST.because("This is no handshake of a WebSocket."));
                    }
                });
    }
}
