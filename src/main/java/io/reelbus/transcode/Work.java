package io.reelbus.transcode;

import io.reelbus.bus.Topics;
import io.reelbus.http.Links;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Lease;
import io.reelbus.job.Seq;
import io.reelbus.store.Failing;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One attempt at one job, from its lease to its outcome. Each outcome is committed under the lease's fence before it
 * is announced; an attempt that has lost its lease kills its ffmpeg, writes nothing and says nothing. One that is to be
 * given back keeps its lease until the job is somebody else's to begin.
 */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final long TRY_AGAIN_MS = 500;
    private static final long TELL_OF_FETCH_MS = 500;

    /** What a job that is to be given back has to end by itself: an ffmpeg has one second, and little is left to store. */
    private static final long END_ITSELF_MS = 3_000;

    private static final Tick FETCHING =
            new Tick(0, "Fetching the file...", Map.of("step", "fetch", "indeterminate", true));

    /** With what the database is worth another try. */
    private static final Set<Failure> PASSING = Set.of(Failure.UNAVAILABLE, Failure.DISK_FULL);
    /** With what the media are: on a disk that is full, half of a file may have been moved. */
    private static final Set<Failure> OUT_OF_REACH = Set.of(Failure.UNAVAILABLE);

    private final Vertx vertx;
    private final JobStore jobs;
    private final MediaStore media;
    private final Topics topics;
    private final Links links;
    private final Transcoder transcoder;
    private final Profiles profiles;
    private final Scratch scratch;
    private final WorkMeters meters;
    private final Lease lease;
    private final Heartbeat heartbeat;
    private final Promise<Void> over = Promise.promise();

    private @Nullable Run run;
    private Optional<JobEvent.Progress> latest = Optional.empty();
    private int progressCount;
    private boolean lost;
    private boolean committing;
    private boolean announced;
    private boolean returned;
    private boolean released;
    private WorkMeters.Outcome end = WorkMeters.Outcome.ABANDONED;

    /** {@code claimedAt} is {@link System#nanoTime()} from before the claim was sent. */
    Work(WorkTools tools, Lease lease, long claimedAt) {
        this.vertx = tools.vertx();
        this.jobs = tools.jobs();
        this.media = tools.media();
        this.topics = tools.topics();
        this.links = tools.links();
        this.transcoder = tools.transcoder();
        this.profiles = tools.profiles();
        this.scratch = tools.scratch();
        this.meters = tools.meters();
        this.lease = lease;
        this.heartbeat = new Heartbeat(tools, lease, claimedAt, () -> latest, this::abandon);
    }

    boolean isFor(String fileId) {
        return lease.fileId().value().equals(fileId);
    }

    /**
     * Completes when the attempt is over and nothing of it is left, or its job is given back and what is left of it, which
     * nothing can cut, ends by itself; never fails.
     */
    Future<Void> perform() {
        log(LOG.atInfo()).log("attempt started");
        topics.publish(lease.started());
        heartbeat.begin();
        Future<Void> unused = attempt()
                .recover(this::failed)
                .eventually(() -> {
                    heartbeat.end();
                    return scratch.remove(lease);
                })
                .recover(trouble -> {
                    // The store could not be reached: the lease runs out and somebody tries again.
                    log(LOG.atWarn()).setCause(trouble).log("attempt could not be ended");
                    return Future.<Void>succeededFuture();
                })
                .onComplete(ended -> over.tryComplete());
        return over.future().onComplete(ended -> meters.ended(end));
    }

    /** Stops at once, saying nothing: the job is somebody else's. */
    private void abandon(String why) {
        // The heartbeat of a job that was given back is refused.
        if (!lost && !announced && !released) {
            lost = true;
            heartbeat.end();
            log(LOG.atInfo()).addKeyValue("why", why).log("attempt abandoned");
            Run running = run;
            if (running != null) {
                running.kill();
            }
        }
    }

    /** It may have been ended by somebody else: the store is asked whether the lease stands, also if it just has been. */
    void askNow() {
        heartbeat.askNow();
    }

    private boolean isOvertaken() {
        heartbeat.look();
        return lost || released;
    }

    /**
     * Ends what can be ended and gives the job back for somebody else to begin anew. A file that is being fetched, and
     * outputs that are being hashed or stored, cannot be cut: what is done with them in a moment counts, and the rest of it
     * comes to nothing, since a node that stops may not wait for it.
     */
    void giveBack() {
        if (!lost && !returned && !announced) {
            returned = true;
            log(LOG.atInfo()).addKeyValue("why", "the node stops").log("attempt abandoned");
            Run running = run;
            if (running != null) {
                running.stop();
            }
            long unused = vertx.setTimer(END_ITSELF_MS, due -> leave());
        }
    }

    private void leave() {
        if (!committing && !announced && !released && !over.future().isComplete()) {
            release()
                    .onFailure(trouble -> log(LOG.atWarn()).setCause(trouble).log("job could not be given back"))
                    .onComplete(left -> over.tryComplete());
        }
    }

    /** The lease is extended until somebody else may have it: else its end would count as a worker that was lost. */
    private Future<Void> release() {
        released = true;
        return jobs.release(lease, report()).map(this::released).onComplete(done -> heartbeat.end());
    }

    private Future<Void> attempt() {
        return scratch.create(lease)
                .compose(folder -> source(folder).compose(source -> {
                    if (lost || returned) {
                        return Future.failedFuture(Failure.CANCELED.asException());
                    }
                    Run started = transcoder.start(profile(), source, folder, this::progress);
                    run = started;
                    return started.outputs().compose(outputs -> publish(started, outputs));
                }));
    }

    private Profile profile() {
        // A job of one that is not served here is not claimed.
        return profiles.find(lease.upload().profile()).orElseThrow(Failure.UNKNOWN_PROFILE::asException);
    }

    /** A copy of what lies far away may take a while, and who watches is told. */
    private Future<Path> source(Path folder) {
        long late = vertx.setTimer(TELL_OF_FETCH_MS, due -> progress(FETCHING));
        return persistently(OUT_OF_REACH, () -> media.fetch(lease.upload().media(), folder))
                .map(file -> file.orElseThrow(() -> Failure.TRANSCODE_FAILED.because("The uploaded file is missing.")))
                .onComplete(here -> vertx.cancelTimer(late));
    }

    private Future<Void> publish(Run made, Outputs outputs) {
        if (isOvertaken()) {
            return Future.failedFuture(Failure.CANCELED.asException());
        }
        var files = outputs.files().stream().map(Output::path).toList();
        var result = outputs.result(name -> links.output(lease.fileId(), name));
        return persistently(
                        OUT_OF_REACH,
                        () -> made.store(
                                outputs, stored -> media.publish(lease.fileId(), lease.fence(), files, stored)))
                .compose(address -> released ? withdraw() : commit(address, result));
    }

    private Future<Void> commit(String address, Map<String, Object> result) {
        committing = true;
        return persistently(PASSING, () -> jobs.complete(lease, address, result, report()))
                .compose(completed ->
                        completed.isEmpty() ? refused(address) : announce(completed.get(), Optional.of(address)));
    }

    /**
     * For as long as the lease lasts, and the node stays, it is worth another try: a store that restarts must not cost a
     * transcode.
     */
    private <T> Future<T> persistently(Set<Failure> passing, Supplier<Future<T>> work) {
        return work.get().recover(trouble -> {
            boolean passes = trouble instanceof FailureException known && passing.contains(known.failure());
            return passes && !lost && !returned
                    ? vertx.timer(TRY_AGAIN_MS, TimeUnit.MILLISECONDS).compose(later -> persistently(passing, work))
                    : Future.failedFuture(trouble);
        });
    }

    /** Refused may mean done: where the connection broke after the commit, its answer was lost and not the outcome. */
    private Future<Void> refused(String address) {
        return jobs.story(lease.fileId())
                .compose(story -> story.filter(found -> found.job().output().equals(Optional.of(address)))
                        .map(found -> announce(found.last(), Optional.of(address)))
                        .orElseGet(this::withdraw));
    }

    /** The fence refused the outcome: what was moved into the media store is nobody's. */
    private Future<Void> withdraw() {
        abandon("its lease was lost before the outcome was written");
        return media.deleteAttempt(lease.fileId(), lease.fence());
    }

    private Future<Void> announce(JobEvent outcome, Optional<String> published) {
        announced = true;
        end = outcome instanceof JobEvent.Completed ? WorkMeters.Outcome.COMPLETED : WorkMeters.Outcome.FAILED;
        topics.publish(outcome);
        log(LOG.atInfo())
                .addKeyValue("outcome", outcome.getClass().getSimpleName())
                .log("job ended");
        return media.deleteAttempts(lease.fileId(), lease.fence(), published);
    }

    private Future<Void> failed(Throwable trouble) {
        if (released) {
            // Some of its outputs may have been stored.
            return withdraw();
        }
        if (returned) {
            return release();
        }
        if (lost) {
            return Future.succeededFuture();
        }
        FailureException reason =
                trouble instanceof FailureException known ? known : Failure.TRANSCODE_FAILED.causedBy(trouble);
        log(LOG.atInfo())
                .addKeyValue("code", reason.failure().code())
                .addKeyValue("said", reason.loggedWords())
                .setCause(reason.getCause())
                .log("attempt failed");
        committing = true;
        return persistently(PASSING, () -> jobs.fail(lease, reason, report())).compose(failing -> {
            if (failing instanceof Failing.Final last) {
                return announce(last.failed(), Optional.empty());
            }
            end = failing instanceof Failing.Again ? WorkMeters.Outcome.RETRIED : end;
            return Future.succeededFuture();
        });
    }

    /** Of what was run so far, for operators. */
    private AttemptReport report() {
        Run started = run;
        return started == null ? AttemptReport.NONE : started.report();
    }

    private @Nullable Void released(boolean held) {
        if (held) {
            topics.publishWork(lease.fileId(), lease.upload().media());
        }
        end = held ? WorkMeters.Outcome.RELEASED : end;
        return null;
    }

    private void progress(Tick tick) {
        // Here too: a process that was stopped for a while may hear of progress before its heartbeat is due.
        if (isOvertaken() || progressCount == Seq.MAX_PROGRESS) {
            return;
        }
        progressCount++;
        var event = new JobEvent.Progress(
                lease.fileId(),
                Seq.of(Seq.entry(lease.started().seq()), progressCount),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                lease.attempt(),
                tick.percent(),
                tick.message(),
                tick.metadata());
        latest = Optional.of(event);
        topics.publish(event);
    }

    private LoggingEventBuilder log(LoggingEventBuilder event) {
        return event.addKeyValue("fileId", lease.fileId()).addKeyValue("attempt", lease.attempt());
    }
}
