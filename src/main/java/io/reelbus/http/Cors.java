package io.reelbus.http;

import io.reelbus.job.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;

/**
 * Cross-origin rules for every request of the port, WebSocket upgrades included: refused where the origin is not
 * allowed (an upload is a "simple" request that browsers send without asking first), with CORS headers where it is.
 */
final class Cors {
    private final Hosts hosts;
    private final Origins origins;
    private final CorsHandler headers;

    Cors(HttpConfig config, String publicUrl) {
        this.hosts = new Hosts(config, publicUrl);
        this.origins = new Origins(config.allowedOrigins());
        this.headers = CorsHandler.create()
                .addOrigins(config.allowedOrigins())
                .allowCredentials(true)
                .allowedMethods(Set.of(
                        HttpMethod.GET,
                        HttpMethod.HEAD,
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.PATCH,
                        HttpMethod.DELETE,
                        HttpMethod.OPTIONS))
                .allowedHeaders(Set.of(
                        "content-type",
                        "range",
                        "if-range",
                        "if-match",
                        "if-none-match",
                        "last-event-id",
                        "x-orpc-batch",
                        "x-requested-with",
                        "idempotency-key",
                        // Of resumable uploads, as the tus protocol names them.
                        "tus-resumable",
                        "upload-length",
                        "upload-defer-length",
                        "upload-offset",
                        "upload-metadata",
                        "upload-concat",
                        "upload-checksum",
                        "x-http-method-override",
                        "x-request-id"))
                .exposedHeaders(Set.of(
                        "location",
                        "etag",
                        "link",
                        "accept-ranges",
                        "content-range",
                        "content-length",
                        "tus-resumable",
                        "tus-version",
                        "tus-extension",
                        "tus-max-size",
                        "tus-checksum-algorithm",
                        "upload-length",
                        "upload-defer-length",
                        "upload-offset",
                        "upload-metadata",
                        "upload-concat",
                        "upload-expires"))
                .maxAgeSeconds(600);
    }

    void mount(Router router) {
        router.route().handler(this::check);
    }

    private void check(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        // Caches must not give a page the answer made for another, or for a program.
        context.response().putHeader(HttpHeaders.VARY, "Origin");
        HostAndPort authority = context.request().authority();
        String host = authority == null ? null : authority.toString();
        if (!hosts.allows(authority == null ? null : authority.host())) {
            context.fail(Failure.HOST_NOT_ALLOWED.asException());
        } else if (!origins.allows(origin, host)) {
            context.fail(Failure.ORIGIN_NOT_ALLOWED.asException());
        } else if (origin == null || !origins.isListed(origin)) {
            context.next();
        } else {
            headers.handle(context);
        }
    }
}
