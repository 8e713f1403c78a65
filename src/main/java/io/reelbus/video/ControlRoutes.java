package io.reelbus.video;

import io.reelbus.http.JobAnswer;
import io.reelbus.http.Links;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** The requests that change what becomes of a video: cancel, retry, delete. */
public final class ControlRoutes implements Routes {
    private final JobStore jobs;
    private final JobControl control;
    private final Links links;

    public ControlRoutes(JobStore jobs, JobControl control, Links links) {
        this.jobs = jobs;
        this.control = control;
        this.links = links;
    }

    @Override
    public void mount(Router router) {
        router.post("/api/videos/:id/cancel")
                .handler(context -> answer(
                        context, id -> control.cancel(id).map(CanceledVideo::of).compose(context::json)));
        router.post("/api/videos/:id/retry")
                .handler(context -> answer(context, id -> control.repeat(id).compose(job -> repeated(context, job))));
        router.delete("/api/videos/:id")
                .handler(context -> answer(
                        context,
                        id -> jobs.job(id)
                                .map(job -> job.orElseThrow(Failure.NOT_FOUND::asException))
                                .compose(control::delete)
                                .compose(gone ->
                                        context.response().setStatusCode(204).end())));
    }

    private static void answer(RoutingContext context, Function<FileId, Future<Void>> work) {
        FileId.parse(context.pathParam("id"))
                .map(work)
                .orElseGet(() -> Future.failedFuture(Failure.NOT_FOUND.asException()))
                .onFailure(trouble -> Problem.send(context, trouble));
    }

    private Future<Void> repeated(RoutingContext context, Job job) {
        context.response().setStatusCode(201).putHeader(HttpHeaders.LOCATION, links.video(job.fileId()));
        JsonObject answer = JobAnswer.of(links, job.fileId(), job.upload());
        job.retryOf().ifPresent(failed -> answer.put("retryOf", failed.value()));
        return context.json(answer);
    }
}
