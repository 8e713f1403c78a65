package io.reelbus.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** {@code /metrics}: what the node has counted and measured, in the text format of Prometheus. */
public final class MetricsRoutes implements Routes {
    private final Supplier<Future<String>> scrape;

    public MetricsRoutes(Supplier<Future<String>> scrape) {
        this.scrape = scrape;
    }

    @Override
    public void mount(Router router) {
        router.get("/metrics").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        scrape.get()
                .compose(text -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(text))
                .onFailure(trouble -> Problem.send(context, trouble));
    }
}
