package io.reelbus.video;

import io.reelbus.http.Links;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/videos}: the videos, page by page; a {@code Link} header names the next page (RFC 8288). */
public final class ListRoutes implements Routes {
    private final JobStore jobs;
    private final Links links;

    public ListRoutes(JobStore jobs, Links links) {
        this.jobs = jobs;
        this.links = links;
    }

    @Override
    public void mount(Router router) {
        router.get("/api/videos").handler(this::list);
        router.head("/api/videos").handler(this::list);
    }

    private void list(RoutingContext context) {
        Future.<Void>succeededFuture()
                .compose(begin -> VideoPage.read(jobs, context.queryParams()::getAll))
                .compose(page -> answer(context, page))
                .onFailure(trouble -> Problem.send(context, trouble));
    }

    private Future<Void> answer(RoutingContext context, VideoPage page) {
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        page.next()
                .ifPresent(
                        query -> context.response().putHeader("link", "<" + links.videos(query) + ">; rel=\"next\""));
        return context.json(page.json());
    }
}
