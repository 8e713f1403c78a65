package io.reelbus.push.poll;

import io.reelbus.bus.Announcement;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The place in the queue of a video that waits for its first attempt, for those who ask how it stands. */
final class Places {
    private static final List<String> TOLD = List.of("message", "metadata");

    private Places() {}

    /** The state of this video, and its place where it has one: the same words that its subscribers get. */
    static Future<JsonObject> in(JobStore jobs, FileId id, JsonObject state) {
        boolean waits = JobState.QUEUED.wire().equals(state.getString("status")) && !state.containsKey("attempt");
        return waits
                ? jobs.positions(List.of(id)).map(places -> told(id, state, places.get(id)))
                : Future.succeededFuture(state);
    }

    private static JsonObject told(FileId id, JsonObject state, @Nullable Integer place) {
        if (place != null) {
            JsonObject telling =
                    Announcement.ofPlace(id.value(), place, Instant.now()).data();
            TOLD.forEach(key -> state.put(key, telling.getValue(key)));
        }
        return state;
    }
}
