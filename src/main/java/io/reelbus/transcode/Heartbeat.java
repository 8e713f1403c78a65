package io.reelbus.transcode;

import io.reelbus.job.Deadline;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Lease;
import io.reelbus.store.JobStore;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends the lease of one attempt while it is at work, and sees when it is lost: refused by the store, or not extended in
 * time by the attempt's own clock. Stores the latest progress along with it. For one context.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long EVERY_MS = 1_000;

    private final Vertx vertx;
    private final JobStore jobs;
    private final Lease lease;
    private final Deadline deadline;
    private final Supplier<Optional<JobEvent.Progress>> latest;
    private final Consumer<String> lost;

    private long timer;
    private boolean underWay;
    private boolean asksAgain;
    private boolean ended;

    /**
     * Of an attempt whose claim was sent at {@code claimedAt}, by {@link System#nanoTime()}.
     *
     * @param latest what is stored of the attempt
     * @param lost is told why the lease may be somebody else's by now; more than once
     */
    Heartbeat(
            WorkTools tools,
            Lease lease,
            long claimedAt,
            Supplier<Optional<JobEvent.Progress>> latest,
            Consumer<String> lost) {
        this.vertx = tools.vertx();
        this.jobs = tools.jobs();
        this.lease = lease;
        this.deadline = new Deadline(TimeUnit.SECONDS.toNanos(tools.leaseSeconds()), claimedAt);
        this.latest = latest;
        this.lost = lost;
    }

    void begin() {
        timer = vertx.setPeriodic(EVERY_MS, due -> beat());
    }

    /** Nothing is extended any more. */
    void end() {
        ended = true;
        boolean unused = vertx.cancelTimer(timer);
    }

    /** Asks the store whether the lease stands, also if it just has been asked. */
    void askNow() {
        asksAgain = true;
        beat();
    }

    /** Tells where the lease has run out by the attempt's own clock. */
    void look() {
        look(0);
    }

    private void look(long marginMs) {
        if (!ended && deadline.isOver(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(marginMs))) {
            lost.accept("it could not extend its lease in time");
        }
    }

    private void beat() {
        // Looked at once a second, so the time is up when it will be before the next look.
        look(EVERY_MS);
        if (ended || underWay) {
            return;
        }
        underWay = true;
        asksAgain = false;
        long sentAt = System.nanoTime();
        jobs.heartbeat(lease, latest.get())
                .onSuccess(held -> {
                    if (held) {
                        deadline.extend(sentAt);
                    } else {
                        lost.accept("its lease was lost");
                    }
                })
                .onFailure(trouble -> LOG.atWarn()
                        .addKeyValue("fileId", lease.fileId())
                        .addKeyValue("attempt", lease.attempt())
                        .setCause(trouble)
                        .log("heartbeat failed"))
                .onComplete(done -> {
                    underWay = false;
                    if (asksAgain) {
                        beat();
                    }
                });
    }
}
