package io.reelbus.store;

import io.reelbus.job.FileId;
import io.vertx.core.Future;
import java.util.List;
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
        return media.stored().compose(ids -> one(jobs, media, ids, 0));
    }

    private static Future<Void> one(JobStore jobs, DirectoryStore media, List<FileId> ids, int index) {
        if (index == ids.size()) {
            return Future.succeededFuture();
        }
        FileId id = ids.get(index);
        return jobs.job(id)
                .compose(job -> {
                    if (job.isEmpty()) {
                        LOG.atInfo().addKeyValue("fileId", id).log("removing an upload that was never finished");
                        return media.delete(id);
                    }
                    return media.deleteAttempts(id, job.get().output());
                })
                .compose(done -> one(jobs, media, ids, index + 1));
    }
}
