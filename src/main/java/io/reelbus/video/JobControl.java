package io.reelbus.video;

import io.reelbus.bus.Topics;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.job.Story;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.store.Unfinished;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to a job from outside: cancel, repeat, delete. The store decides; the worker, on whichever node, learns
 * of it by the bus, or a second later because its heartbeat is refused.
 */
public final class JobControl {
    private static final Logger LOG = LoggerFactory.getLogger(JobControl.class);

    private final JobStore jobs;
    private final MediaStore media;
    private final Unfinished unfinished;
    private final Topics topics;
    private final Function<String, Future<?>> admit;

    /** {@code admit} fails where an upload that names this profile would be refused, as that is. */
    public JobControl(
            JobStore jobs, MediaStore media, Unfinished unfinished, Topics topics, Function<String, Future<?>> admit) {
        this.jobs = jobs;
        this.media = media;
        this.unfinished = unfinished;
        this.topics = topics;
        this.admit = admit;
    }

    /** Ends unfinished work; a second time it changes nothing. Fails with NOT_FOUND or ALREADY_ENDED. */
    Future<JobEvent.Failed> cancel(FileId id) {
        return end(id, Failure.CANCELED.asException())
                .compose(ended -> ended.map(Future::succeededFuture).orElseGet(() -> canceledBefore(id)));
    }

    private Future<JobEvent.Failed> canceledBefore(FileId id) {
        return jobs.story(id).map(found -> {
            Story story = found.orElseThrow(Failure.NOT_FOUND::asException);
            if (story.last() instanceof JobEvent.Failed failed && failed.failure() == Failure.CANCELED) {
                return failed;
            }
            throw Failure.ALREADY_ENDED.asException();
        });
    }

    /**
     * Does failed work again, as a job of its own. Fails with NOT_FOUND, NOT_FAILED or ORIGINAL_EXPIRED, and where no worker
     * could do it.
     */
    Future<Job> repeat(FileId failed) {
        return jobs.job(failed)
                .compose(this::admitted)
                .compose(known -> jobs.repeat(failed))
                .onSuccess(job -> {
                    LOG.atInfo()
                            .addKeyValue("fileId", job.fileId())
                            .addKeyValue("retryOf", failed)
                            .log("job repeated");
                    topics.publishWork(job.fileId(), job.upload().media());
                    topics.publishChanged(job.fileId(), JobState.QUEUED);
                });
    }

    /** Of what cannot be repeated at all the store says why. */
    private Future<?> admitted(Optional<Job> job) {
        return job.filter(found -> found.state() == JobState.FAILED)
                .<Future<?>>map(found -> admit.apply(found.upload().profile()))
                .orElseGet(Future::succeededFuture);
    }

    /**
     * Ends the work if there is any, so that its subscribers learn of it and its worker can write nothing more; then
     * rows and bytes go. Rows first: bytes without a row are nobody's, a row without bytes would be a broken promise.
     */
    public Future<Void> delete(Job job) {
        FileId id = job.fileId();
        String address = job.upload().media();
        return unfinished
                .begin(id, address)
                .compose(begun -> end(id, Failure.DELETED.asException()))
                .compose(ended -> jobs.remove(id))
                .compose(removed -> {
                    topics.publishChanged(id, JobState.FAILED);
                    return removed.map(media::delete).orElse(Future.succeededFuture());
                })
                .compose(gone -> unfinished.end(id, address))
                .onSuccess(gone -> LOG.atInfo().addKeyValue("fileId", id).log("video deleted"));
    }

    private Future<Optional<JobEvent.Failed>> end(FileId id, FailureException reason) {
        return jobs.end(id, reason)
                .onSuccess(ended -> ended.ifPresent(failed -> {
                    LOG.atInfo()
                            .addKeyValue("fileId", id)
                            .addKeyValue("attempt", failed.attempt())
                            .addKeyValue("code", failed.failure().code())
                            .log("job ended");
                    topics.publish(failed);
                    topics.publishChanged(id, JobState.FAILED);
                }));
    }
}
