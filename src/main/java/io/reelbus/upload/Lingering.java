package io.reelbus.upload;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Lets a client that is still sending read that it was refused. */
final class Lingering {
    /** How long it may go on sending before its connection is closed. */
    private static final long LINGER_MS = 2_000;

    private Lingering() {}

    /** Call it before the answer: nobody wants the rest of the bytes, and after the answer the connection closes. */
    static void dropTheRest(Vertx vertx, HttpServerRequest request) {
        if (!request.isEnded()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.handler(dropped -> {});
            request.endHandler(ended -> {});
            request.resume();
            long linger = vertx.setTimer(LINGER_MS, late -> request.connection().close());
            request.connection().closeHandler(closed -> vertx.cancelTimer(linger));
        }
    }
}
