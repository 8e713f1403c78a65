package io.reelbus.video;

import io.reelbus.http.orpc.Call;
import io.reelbus.http.orpc.Output;
import io.reelbus.http.orpc.Procedure;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.List;

/** What is done with videos by clients of oRPC: {@code video/list} and {@code video/cancel}. */
public final class VideoProcedures {
    private VideoProcedures() {}

    /** {@code video/list {limit?, cursor?, status?}}: as {@code GET /api/videos}; several states also as an array. */
    public static Procedure list(JobStore jobs) {
        return new Procedure(
                "video/list",
                true,
                call -> VideoPage.read(jobs, key -> values(call, key)).map(page -> new Output.Value(page.json())));
    }

    /** {@code video/cancel {videoId}}: as {@code POST /api/videos/{id}/cancel}. */
    public static Procedure cancel(JobControl control) {
        return new Procedure(
                "video/cancel",
                false,
                call -> FileId.parse(call.text("videoId"))
                        .map(control::cancel)
                        .orElseGet(() -> Future.failedFuture(Failure.NOT_FOUND.asException()))
                        .map(end -> new Output.Value(CanceledVideo.of(end))));
    }

    /** As a query has them; what is of a kind that the parameter is not makes a text that it refuses. */
    private static List<String> values(Call call, String key) {
        return call.value(key)
                .map(value -> value instanceof JsonArray array && key.equals(VideoPage.STATUS)
                        ? array.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(value)))
                .orElse(List.of());
    }
}
