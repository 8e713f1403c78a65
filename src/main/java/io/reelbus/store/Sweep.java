package io.reelbus.store;

import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.vertx.core.Future;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes at start-up what this node left in the media store when it died: uploads that were never accepted, deletions
 * that were not carried to their end, and outputs that were not published. It looks at what the node itself had begun
 * alone: the store may be shared with others that are at work.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final JobStore jobs;
    private final MediaStore media;
    private final Unfinished unfinished;

    /** An attempt that this node had begun, by its fence. */
    public record Begun(FileId fileId, long fence) {}

    private Sweep(JobStore jobs, MediaStore media, Unfinished unfinished) {
        this.jobs = jobs;
        this.media = media;
        this.unfinished = unfinished;
    }

    public static Future<Void> run(JobStore jobs, MediaStore media, Unfinished unfinished, Collection<Begun> attempts) {
        Sweep sweep = new Sweep(jobs, media, unfinished);
        return InTurn.each(attempts.iterator(), sweep::attempt)
                .compose(done -> unfinished.list())
                .compose(all -> InTurn.each(all.iterator(), sweep::file))
                .compose(swept -> unfinished.clear());
    }

    /** Those before it are over too: it had begun because their leases were lost, or their video deleted. */
    private Future<Void> attempt(Begun begun) {
        return jobs.job(begun.fileId())
                .compose(job -> media.deleteAttempts(begun.fileId(), begun.fence(), job.flatMap(Job::output)));
    }

    private Future<Void> file(Unfinished.Begun begun) {
        FileId id = begun.fileId();
        String address = begun.original().isEmpty() ? media.original(id) : begun.original();
        return jobs.spent(id)
                .compose(spent -> media.deleteAttempts(id, spent.fence(), spent.published()))
                .compose(done -> jobs.isInUse(address))
                .compose(used -> {
                    if (used) {
                        return Future.<Void>succeededFuture();
                    }
                    LOG.atDebug().addKeyValue("fileId", id).log("removing what was never finished");
                    return media.deleteOriginal(address);
                });
    }
}
