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
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One attempt at one job, from its lease to its outcome. Each outcome is committed under the lease's fence before it
 * is announced; an attempt that has lost its lease kills its ffmpeg, writes nothing and says nothing.
 */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final long TRY_AGAIN_MS = 500;
    private static final long TELL_OF_FETCH_MS = 500;
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

    private @Nullable Run run;
    private Optional<JobEvent.Progress> latest = Optional.empty();
    private int progressCount;
    private boolean lost;
    private boolean announced;
    private boolean returned;
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

    /** Completes when the attempt is over and nothing of it is left; never fails. */
    Future<Void> perform() {
        log(LOG.atInfo()).log("attempt started");
        topics.publish(lease.started());
        heartbeat.begin();
        return attempt()
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
                .onComplete(over -> meters.ended(end));
    }

    /** Stops at once, saying nothing: the job is somebody else's. */
    private void abandon(String why) {
        abandon(why, Run::kill);
    }

    private void abandon(String why, Consumer<Run> end) {
        if (!lost && !announced) {
            lost = true;
            heartbeat.end();
            log(LOG.atInfo()).addKeyValue("why", why).log("attempt abandoned");
            Run running = run;
            if (running != null) {
                end.accept(running);
            }
        }
    }

    /** It may have been ended by somebody else: the store is asked whether the lease stands, also if it just has been. */
    void askNow() {
        heartbeat.askNow();
    }

    private boolean isOvertaken() {
        heartbeat.look();
        return lost;
    }

    /** Stops at once and gives the job back for somebody else to begin anew. */
    void giveBack() {
        if (!lost) {
            returned = true;
            abandon("the node stops", Run::stop);
        }
    }

    private Future<Void> attempt() {
        return scratch.create(lease)
                .compose(folder -> source(folder).compose(source -> {
                    if (lost) {
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
        return made.store(
                        outputs,
                        stored -> persistently(
                                OUT_OF_REACH, () -> media.publish(lease.fileId(), lease.fence(), files, stored)))
                .compose(address -> persistently(PASSING, () -> jobs.complete(lease, address, result, report()))
                        .compose(completed -> completed.isEmpty()
                                ? refused(address)
                                : announce(completed.get(), Optional.of(address))));
    }

    /** For as long as the lease lasts it is worth another try: a store that restarts must not cost a transcode. */
    private <T> Future<T> persistently(Set<Failure> passing, Supplier<Future<T>> work) {
        return work.get().recover(trouble -> {
            boolean passes = trouble instanceof FailureException known && passing.contains(known.failure());
            return passes && !lost
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
        if (lost) {
            return returned ? jobs.release(lease, report()).map(this::released) : Future.succeededFuture();
        }
        FailureException reason =
                trouble instanceof FailureException known ? known : Failure.TRANSCODE_FAILED.causedBy(trouble);
        log(LOG.atInfo())
                .addKeyValue("code", reason.failure().code())
                .addKeyValue("said", reason.loggedWords())
                .setCause(reason.getCause())
                .log("attempt failed");
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
