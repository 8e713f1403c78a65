package io.reelbus.push.sockjs;

import io.reelbus.http.Asset;
import io.reelbus.http.Draining;
import io.reelbus.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.util.List;

/** One SockJS address: every transport of its protocol, and the client's own bundle, which its iframes load. */
public final class SockJsRoutes implements Routes {
    private static final String BUNDLE = "sockjs.min.js";
    private static final String CARRIES_FRAMES = "/[^/.]+/[^/.]+/(?:xhr|xhr_streaming|eventsource|htmlfile|jsonp)";

    private final Vertx vertx;
    private final String path;
    private final SockJsSockets sockets;
    private final String framing;

    /** {@code path} has one part; {@code allowedOrigins} are the pages that may embed what iframe transports need. */
    public SockJsRoutes(Vertx vertx, String path, SockJsSockets sockets, List<String> allowedOrigins) {
        this.vertx = vertx;
        this.path = path;
        this.sockets = sockets;
        this.framing = "frame-ancestors 'self' " + String.join(" ", allowedOrigins);
    }

    @Override
    public void mount(Router router) {
        router.get(path + "/" + BUNDLE).handler(Asset.load("/web/sockjs/" + BUNDLE)::answer);
        router.getWithRegex(path + "/iframe.*").handler(this::guardIframe);
        router.route(path + "/*").handler(this::refuseWhenClosing);
        router.routeWithRegex(path + CARRIES_FRAMES).handler(this::sayThatItCloses);
        // Without it, and in front, the transports that post answer 500. A text may grow where it is quoted.
        router.post(path + "/*")
                .handler(BodyHandler.create(false)
                        .setBodyLimit(2L * sockets.config().maxPayloadBytes()));
        router.route(path + "/*")
                .subRouter(
                        SockJSHandler.create(vertx, options()).socketHandler(opened -> sockets.serve(vertx, opened)));
    }

    private SockJSHandlerOptions options() {
        return new SockJSHandlerOptions()
                .setHeartbeatInterval(sockets.config().pingIntervalMs())
                .setInsertJSESSIONID(false)
                .setLibraryURL(BUNDLE);
    }

    /**
     * After an answer that carried frames SockJS closes its connection. A client that is not told so sends its next
     * request down the connection that closes, and takes its failure for the end of the session.
     */
    private void sayThatItCloses(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.next();
    }

    private void refuseWhenClosing(RoutingContext context) {
        if (sockets.isClosing()) {
            context.fail(Draining.refusal());
        } else {
            context.next();
        }
    }

    /**
     * What a page in an iframe asks for comes from this node itself, so the rules for other origins would not see whose
     * page is around it: browsers are told.
     */
    private void guardIframe(RoutingContext context) {
        HttpServerResponse response = context.response().putHeader("Content-Security-Policy", framing);
        context.addHeadersEndHandler(headers -> response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache"));
        context.next();
    }
}
