package io.reelbus.push.poll;

import io.reelbus.bus.VideoState;
import io.reelbus.http.orpc.Call;
import io.reelbus.http.orpc.Output;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import java.util.Optional;

/** {@code video/get {videoId}}: the state of a video, for clients of oRPC. */
public final class VideoProcedure {
    private VideoProcedure() {}

    public static Procedure get(JobStore jobs) {
        return new Procedure("video/get", true, call -> state(jobs, call));
    }

    private static Future<Output> state(JobStore jobs, Call call) {
        return FileId.parse(call.text("videoId"))
                .map(jobs::story)
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(story -> story.orElseThrow(Failure.NOT_FOUND::asException))
                .compose(story -> Places.in(jobs, story.job().fileId(), VideoState.of(story)))
                .map(Output.Value::new);
    }
}
