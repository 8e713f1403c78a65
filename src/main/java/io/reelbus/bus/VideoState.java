package io.reelbus.bus;

import io.reelbus.job.Job;
import io.reelbus.job.JobState;
import io.reelbus.job.Story;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** A story as one JSON object, made of what its clients were told: where it stands now. */
public final class VideoState {
    private VideoState() {}

    public static JsonObject of(Story story) {
        Job job = story.job();
        JsonObject state = new JsonObject()
                .put("videoId", job.fileId().value())
                .put("fileId", job.fileId().value())
                .put("status", job.state().wire())
                .put("progress", 0);
        // Each later event overwrites what it knows better, so the newest word stands.
        Stream.concat(story.journal().stream(), story.progress().stream())
                .map(Announcement::of)
                .flatMap(List::stream)
                .forEach(announcement -> put(state, announcement));
        job.retryOf().ifPresent(failed -> state.put("retryOf", failed.value()));
        return state.put("priority", job.priority())
                .put("filename", job.upload().filename())
                .put("size", job.upload().size())
                .put("mimeType", job.upload().mimeType())
                .put("profile", job.upload().profile())
                .put("createdAt", Timestamps.text(job.createdAt()))
                .put("seq", story.seq());
    }

    /** Takes in what was told since. */
    public static void advance(JsonObject state, Announcement announcement) {
        JobState status = switch (announcement.event()) {
            case Announcement.COMPLETED -> JobState.COMPLETED;
            case Announcement.FAILED -> JobState.FAILED;
            default -> JobState.PROCESSING;
        };
        put(state.put("status", status.wire()), announcement);
    }

    private static void put(JsonObject state, Announcement announcement) {
        JsonObject data = announcement.data();
        for (String key :
                List.of("progress", "message", "metadata", "result", "error", "code", "attempt", "timestamp")) {
            if (data.containsKey(key)) {
                state.put(key, data.getValue(key));
            }
        }
        if (announcement.event().equals(Announcement.STARTED)) {
            state.put("progress", 0);
            state.remove("message");
            state.remove("metadata");
        }
    }
}
