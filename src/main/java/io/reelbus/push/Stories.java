package io.reelbus.push;

import io.reelbus.job.FileId;
import io.reelbus.job.Story;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads stories from the store, those together that are asked for while a reading is under way: one alone is read at
 * once, and a crowd of new subscribers costs a few queries. On the rooms' context alone.
 */
final class Stories {
    /** How many are read by one query. */
    private static final int TOGETHER = 200;

    private final JobStore jobs;
    private Map<FileId, Promise<Optional<Story>>> asked = new LinkedHashMap<>();
    private boolean reading;

    Stories(JobStore jobs) {
        this.jobs = jobs;
    }

    /** The story as the store has it after this call. */
    Future<Optional<Story>> read(FileId id) {
        Promise<Optional<Story>> promise = asked.computeIfAbsent(id, any -> Promise.promise());
        if (!reading) {
            readNext();
        }
        return promise.future();
    }

    private void readNext() {
        Map<FileId, Promise<Optional<Story>>> due = asked;
        asked = new LinkedHashMap<>();
        if (due.size() > TOGETHER) {
            due.keySet().stream().skip(TOGETHER).toList().forEach(id -> asked.put(id, due.remove(id)));
        }
        reading = true;
        jobs.stories(due.keySet()).onComplete(read -> {
            reading = false;
            if (!asked.isEmpty()) {
                readNext();
            }
            due.forEach((id, promise) -> {
                if (read.succeeded()) {
                    promise.complete(Optional.ofNullable(read.result().get(id)));
                } else {
                    promise.fail(read.cause());
                }
            });
        });
    }
}
