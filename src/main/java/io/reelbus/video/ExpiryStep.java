package io.reelbus.video;

import io.reelbus.bus.Topics;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.store.Cursor;
import io.reelbus.store.Doomed;
import io.reelbus.store.InTurn;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaStore;
import io.reelbus.store.Retained;
import io.reelbus.store.RetentionStep;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes originals, results or the history of videos that were kept long enough. The store first says that nobody is
 * promised them, then bytes go, then the store says that nothing is left: whoever breaks off leaves what any node finds.
 */
public final class ExpiryStep implements RetentionStep {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryStep.class);
    private static final int BATCH = 100;

    private final Retained what;
    private final Duration time;
    private final JobStore jobs;
    private final MediaStore media;
    private final Topics topics;
    private final RetentionMeters meters;

    public ExpiryStep(
            Retained what, Duration time, JobStore jobs, MediaStore media, Topics topics, RetentionMeters meters) {
        this.what = what;
        this.time = time;
        this.jobs = jobs;
        this.media = media;
        this.topics = topics;
        this.meters = meters;
    }

    @Override
    public String name() {
        return what.wire();
    }

    @Override
    public Future<Optional<Cursor>> batch(Optional<Cursor> after) {
        return jobs.condemn(what, time, after, BATCH)
                .compose(page -> remove(page.entries())
                        .compose(gone -> jobs.settle(what, gone))
                        .map(settled -> {
                            settled(settled);
                            return page.next();
                        }));
    }

    /** Complete with those whose bytes are gone; the others are due again in the next round. */
    private Future<List<Doomed>> remove(List<Doomed> doomed) {
        List<Doomed> gone = new ArrayList<>();
        List<Throwable> troubles = new ArrayList<>();
        return InTurn.each(
                        doomed.iterator(),
                        each -> media.delete(each)
                                .onSuccess(removed -> gone.add(each))
                                .recover(trouble -> {
                                    troubles.add(trouble);
                                    return Future.succeededFuture();
                                }))
                .map(done -> {
                    if (!troubles.isEmpty()) {
                        LOG.atWarn()
                                .addKeyValue("kind", name())
                                .addKeyValue("count", troubles.size())
                                .setCause(troubles.get(0))
                                .log("could not remove what has expired");
                    }
                    return gone;
                });
    }

    private void settled(List<FileId> settled) {
        if (settled.isEmpty()) {
            return;
        }
        meters.removed(what, settled.size());
        if (what == Retained.HISTORY) {
            settled.forEach(id -> topics.publishChanged(id, JobState.FAILED));
        }
        LOG.atInfo()
                .addKeyValue("kind", name())
                .addKeyValue("count", settled.size())
                .log("removed what has expired");
    }
}
