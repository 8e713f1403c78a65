package io.reelbus.inspect;

import io.reelbus.job.Failure;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Stands before every view: lets requests of this machine pass, and refuses all others. */
final class LocalOnly implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cross-origin-resource-policy", "same-origin");
        Optional<String> objection = caller(context.request()).objection();
        if (objection.isPresent()) {
            context.fail(Failure.INSPECT_LOCAL_ONLY.because(objection.get()));
        } else {
            context.next();
        }
    }

    private static Caller caller(HttpServerRequest request) {
        // The real one: what a proxy says on its behalf does not count here.
        SocketAddress peer = request.connection().remoteAddress(true);
        return new Caller(
                peer == null ? null : peer.hostAddress(),
                request.uri(),
                request.authority(),
                request.version() == HttpVersion.HTTP_1_0,
                request.headers());
    }
}
