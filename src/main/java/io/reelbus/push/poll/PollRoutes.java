package io.reelbus.push.poll;

import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Story;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code GET /api/videos/{id}}: the state of a video; its position in the story is its entity tag. */
public final class PollRoutes implements Routes {
    private final JobStore jobs;

    public PollRoutes(JobStore jobs) {
        this.jobs = jobs;
    }

    @Override
    public void mount(Router router) {
        router.get("/api/videos/:id").handler(this::state);
        router.head("/api/videos/:id").handler(this::state);
    }

    private void state(RoutingContext context) {
        FileId.parse(context.pathParam("id"))
                .map(jobs::story)
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(story -> story.orElseThrow(Failure.NOT_FOUND::asException))
                .compose(story -> answer(context, story))
                .onFailure(trouble -> Problem.send(context, trouble));
    }

    private static Future<Void> answer(RoutingContext context, Story story) {
        String etag = "\"" + story.seq() + "\"";
        context.response().putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (etag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            return context.response().setStatusCode(304).end();
        }
        return context.json(VideoState.of(story));
    }
}
