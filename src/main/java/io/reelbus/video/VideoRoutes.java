package io.reelbus.video;

import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaFile;
import io.reelbus.store.MediaStore;
import io.reelbus.store.Retained;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** The files of a video and the original they were made of. */
public final class VideoRoutes implements Routes {
    private final JobStore jobs;
    private final MediaStore media;

    public VideoRoutes(JobStore jobs, MediaStore media) {
        this.jobs = jobs;
        this.media = media;
    }

    @Override
    public void mount(Router router) {
        for (HttpMethod read : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
            router.route(read, "/api/videos/:id/files/:name").handler(context -> answer(context, this::output));
            router.route(read, "/storage/files/:id").handler(context -> answer(context, this::original));
        }
    }

    private static void answer(RoutingContext context, Function<RoutingContext, Future<Void>> work) {
        work.apply(context).onFailure(trouble -> Problem.send(context, trouble));
    }

    private Future<Job> job(RoutingContext context) {
        return FileId.parse(context.pathParam("id"))
                .map(jobs::job)
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(VideoRoutes::found);
    }

    private static <T> T found(Optional<T> value) {
        return value.orElseThrow(Failure.NOT_FOUND::asException);
    }

    private Future<Void> output(RoutingContext context) {
        String name = context.pathParam("name");
        return job(context).compose(job -> {
            String address = found(job.output());
            return media.file(address, name)
                    .compose(file -> kept(job, file, Retained.RESULTS, Failure.RESULTS_EXPIRED))
                    .compose(file -> FileAnswer.send(context, file, OutputType.of(name), etag(address, file)));
        });
    }

    /** As an attachment of no type: what a client uploaded must never run in a page of this origin. */
    private Future<Void> original(RoutingContext context) {
        return job(context)
                .compose(job -> media.file(job.upload().media())
                        .compose(file -> kept(job, file, Retained.ORIGINALS, Failure.ORIGINAL_EXPIRED))
                        .compose(file -> {
                            String name = URLEncoder.encode(job.upload().filename(), StandardCharsets.UTF_8)
                                    .replace("+", "%20")
                                    .replace("*", "%2A");
                            context.response()
                                    .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=UTF-8''" + name);
                            return FileAnswer.send(
                                    context,
                                    file,
                                    OutputType.UNKNOWN,
                                    etag(job.upload().media(), file));
                        }));
    }

    /** Why a file is not there is asked when it is not: what expires meanwhile is told too. */
    private Future<MediaFile> kept(Job job, Optional<MediaFile> file, Retained what, Failure expired) {
        return file.map(Future::succeededFuture)
                .orElseGet(() -> jobs.expired(job.fileId())
                        .compose(all ->
                                Future.failedFuture((all.contains(what) ? expired : Failure.NOT_FOUND).asException())));
    }

    /** An address never changes its bytes, so it is the validator. */
    private static String etag(String address, MediaFile file) {
        return '"' + address.replace('/', '-') + '-' + file.size() + '"';
    }
}
