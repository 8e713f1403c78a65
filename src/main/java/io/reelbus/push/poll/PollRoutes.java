package io.reelbus.push.poll;

import io.reelbus.bus.Announcement;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /api/videos/{id}}: the state of a video; its position in the story is its entity tag. With {@code wait}
 * the answer is held until there is news.
 */
public final class PollRoutes implements Routes {
    private final JobStore jobs;
    private final HeldPolls polls;

    public PollRoutes(JobStore jobs, HeldPolls polls) {
        this.jobs = jobs;
        this.polls = polls;
    }

    @Override
    public void mount(Router router) {
        router.get("/api/videos/:id").handler(this::state);
        router.head("/api/videos/:id").handler(this::state);
    }

    private void state(RoutingContext context) {
        Poll poll = Poll.of(context.request(), polls.mostSeconds());
        FileId.parse(context.pathParam("id"))
                .map(id -> snapshot(context, id, poll).compose(snapshot -> answer(context, id, poll, snapshot)))
                .orElse(Future.failedFuture(Failure.NOT_FOUND.asException()))
                .onFailure(trouble -> Problem.send(context, trouble));
    }

    private Future<Snapshot> snapshot(RoutingContext context, FileId id, Poll poll) {
        return look(id, List.of()).compose(found -> {
            if (found.isEmpty() && poll.waitSeconds() > 0) {
                return polls.hold(context, id.value(), poll.after().orElse(0L), false, poll.waitSeconds())
                        .compose(told -> look(id, told))
                        .map(PollRoutes::there);
            }
            Snapshot snapshot = there(found);
            return poll.waitsAt(snapshot)
                    ? polls.hold(context, id.value(), poll.after().orElseThrow(), true, poll.waitSeconds())
                            .map(snapshot::with)
                    : Future.succeededFuture(snapshot);
        });
    }

    private Future<Optional<Snapshot>> look(FileId id, List<Announcement> told) {
        return jobs.story(id).map(story -> story.map(found -> new Snapshot(found, told)));
    }

    private static Snapshot there(Optional<Snapshot> snapshot) {
        return snapshot.orElseThrow(Failure.NOT_FOUND::asException);
    }

    private Future<Void> answer(RoutingContext context, FileId id, Poll poll, Snapshot snapshot) {
        context.response()
                .putHeader(HttpHeaders.ETAG, Poll.etag(snapshot.seq()))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (poll.has(snapshot)) {
            return context.response().setStatusCode(304).end();
        }
        JsonObject state = snapshot.state();
        return Places.in(
                        jobs,
                        id,
                        poll.events()
                                ? state.put(
                                        "events", snapshot.events(poll.after().orElse(0L)))
                                : state)
                .compose(context::json);
    }
}
