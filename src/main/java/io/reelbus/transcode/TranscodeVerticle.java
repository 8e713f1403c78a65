package io.reelbus.transcode;

import io.reelbus.job.AttemptReport;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.store.Claim;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot: does one job at a time. While free it asks the store for work at each bell, after each job, and about
 * every second, since a bell can be lost, a lease can expire and a pause can end. While the node drains it asks no more.
 */
public final class TranscodeVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(TranscodeVerticle.class);
    private static final long ASK_AGAIN_MS = 1_000;

    private final WorkTools tools;
    private final String worker;

    private @Nullable Work work;
    private boolean busy;
    private boolean rang;
    private boolean stopping;
    private Future<Void> ended = Future.succeededFuture();

    /** {@code worker} names this slot in the store and in logs. */
    public TranscodeVerticle(WorkTools tools, String worker) {
        this.tools = tools;
        this.worker = worker;
    }

    @Override
    public Future<?> start() {
        var bell = tools.topics().onWork(this::ring);
        var changes = tools.topics().onChanged(this::changed);
        askLater();
        ring();
        return Future.all(bell.ready(), changes.ready());
    }

    /** Leaves a job under way, or about to be, to whoever claims it next: its ffmpeg ends, its lease is given back. */
    @Override
    public Future<?> stop() {
        stopping = true;
        Work current = work;
        if (current != null) {
            current.giveBack();
        }
        return ended;
    }

    private void askLater() {
        long jitter = ThreadLocalRandom.current().nextLong(ASK_AGAIN_MS / 4);
        long unused = vertx.setTimer(ASK_AGAIN_MS + jitter, due -> {
            ring();
            askLater();
        });
    }

    private void ring() {
        if (busy) {
            rang = true;
            return;
        }
        if (stopping || !tools.draining().enter()) {
            return;
        }
        busy = true;
        rang = false;
        long askedAt = System.nanoTime();
        ended = tools.jobs()
                .claim(worker, tools.served())
                .compose(claim -> take(claim, askedAt))
                .recover(trouble -> {
                    LOG.atWarn().addKeyValue("worker", worker).setCause(trouble).log("could not ask for work");
                    return Future.succeededFuture(false);
                })
                .map(again -> {
                    tools.draining().leave();
                    work = null;
                    busy = false;
                    if (again || rang) {
                        ring();
                    }
                    return null;
                });
    }

    /** True when there may be more work. */
    private Future<Boolean> take(Claim claim, long askedAt) {
        if (claim instanceof Claim.Held held) {
            if (stopping) {
                return tools.jobs().release(held.lease(), AttemptReport.NONE).map(false);
            }
            Work started = new Work(tools, held.lease(), askedAt);
            work = started;
            tools.meters().began(held);
            return started.perform().map(true);
        }
        if (claim instanceof Claim.Ended over) {
            tools.topics().publish(over.failed());
            return Future.succeededFuture(true);
        }
        return Future.succeededFuture(false);
    }

    /**
     * A job that was ended by somebody else is not worked on: the heartbeat would tell too, a second later. It is sent now
     * to be sure, for what is said may come late and be meant for a video that was deleted before this one had its id.
     */
    private void changed(FileId fileId, JobState state) {
        Work current = work;
        if (state == JobState.FAILED && current != null && current.isFor(fileId.value())) {
            current.askNow();
        }
    }
}
