package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes at start-up what a node that died left in the media store: uploads that were never accepted and outputs that
 * were never published. Only for a store that no other process writes to.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private Sweep() {}

    public static Future<Void> run(JobStore jobs, DirectoryStore media) {
        return media.stored().compose(ids -> {
            Promise<Void> swept = Promise.promise();
            next(jobs, media, ids.iterator(), swept);
            return swept.future();
        });
    }

    /** One after the other, with no future that waits for the next: thousands of those overflow the stack at the end. */
    private static void next(JobStore jobs, DirectoryStore media, Iterator<FileId> ids, Promise<Void> swept) {
        if (!ids.hasNext()) {
            swept.complete();
            return;
        }
        one(jobs, media, ids.next())
                .onSuccess(done -> next(jobs, media, ids, swept))
                .onFailure(swept::fail);
    }

    private static Future<Void> one(JobStore jobs, DirectoryStore media, FileId id) {
        return jobs.job(id).compose(job -> {
            if (job.isEmpty()) {
                LOG.atDebug().addKeyValue("fileId", id).log("removing an upload that was never finished");
                return media.delete(id);
            }
            return media.deleteAttempts(id, job.get().output());
        });
    }
}
