package io.reelbus.store;

import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.job.JobState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes at start-up what a node that died left in the media store: uploads that were never accepted and outputs that
 * were never published. Of a store that others write to as well it looks only at the uploads that this node took, and
 * at what is so old that nobody can be at it.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration OLD = Duration.ofDays(1);

    private final JobStore jobs;
    private final DirectoryStore media;
    private final Instant old = Instant.now().minus(OLD);

    private Sweep(JobStore jobs, DirectoryStore media) {
        this.jobs = jobs;
        this.media = media;
    }

    public static Future<Void> run(JobStore jobs, DirectoryStore media) {
        return media.stored().compose(ids -> {
            Promise<Void> swept = Promise.promise();
            new Sweep(jobs, media).next(ids.iterator(), swept);
            return swept.future();
        });
    }

    /** One after the other, with no future that waits for the next: thousands of those overflow the stack at the end. */
    private void next(Iterator<FileId> ids, Promise<Void> swept) {
        if (!ids.hasNext()) {
            swept.complete();
            return;
        }
        FileId id = ids.next();
        media.isQuiet(id, old)
                .compose(quiet -> quiet ? one(id) : Future.succeededFuture())
                .onSuccess(done -> next(ids, swept))
                .onFailure(swept::fail);
    }

    private Future<Void> one(FileId id) {
        return jobs.job(id).compose(job -> {
            if (job.isEmpty()) {
                LOG.atDebug().addKeyValue("fileId", id).log("removing an upload that was never finished");
                return media.delete(id);
            }
            return media.isShared()
                    ? media.deleteAttemptsUpTo(
                            id, lastOver(job.get()), job.get().output())
                    : media.deleteAttempts(id, job.get().output());
        });
    }

    /** The last attempt that nobody can be at any more. */
    private static int lastOver(Job job) {
        return job.state() == JobState.PROCESSING ? job.attempt() - 1 : job.attempt();
    }
}
