package io.reelbus.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code /health/live} and {@code /health/ready}, for whoever restarts processes and whoever spreads the load: 200
 * when all checks pass, else 503, with one line for each check. A node that is not live should be restarted; one that
 * is not ready should be left alone until it is.
 */
public final class HealthRoutes implements Routes {
    private final Checks live;
    private final Checks ready;

    public HealthRoutes(Vertx vertx, List<Check> live, List<Check> ready) {
        this.live = new Checks(vertx, live);
        this.ready = new Checks(vertx, ready);
    }

    @Override
    public void mount(Router router) {
        router.get("/health/live").handler(context -> answer(context, live));
        router.get("/health/ready").handler(context -> answer(context, ready));
    }

    private static void answer(RoutingContext context, Checks checks) {
        checks.report()
                .compose(report -> {
                    context.response()
                            .setStatusCode(Checks.isUp(report) ? 200 : 503)
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    return context.json(report);
                })
                .onFailure(trouble -> Problem.send(context, trouble));
    }
}
