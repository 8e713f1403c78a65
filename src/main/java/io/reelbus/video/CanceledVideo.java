package io.reelbus.video;

import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.vertx.core.json.JsonObject;

/** The answer to whoever has canceled the work on a video: how it ended. */
final class CanceledVideo {
    private CanceledVideo() {}

    static JsonObject of(JobEvent.Failed end) {
        return new JsonObject()
                .put("videoId", end.fileId().value())
                .put("fileId", end.fileId().value())
                .put("status", JobState.FAILED.wire())
                .put("error", end.error())
                .put("code", end.failure().code())
                .put("seq", end.seq());
    }
}
