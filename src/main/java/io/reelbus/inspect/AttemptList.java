package io.reelbus.inspect;

import io.reelbus.bus.Timestamps;
import io.reelbus.job.AttemptReport;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.Job;
import io.reelbus.store.Attempt;
import io.reelbus.store.JobStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The attempts at one job as operators see them, with all that was run: paths of the workers' machines too. */
final class AttemptList {
    private AttemptList() {}

    /** Fails with NOT_FOUND where there is no such job. */
    static Future<JsonObject> read(String id, JobStore jobs) {
        Optional<FileId> fileId = FileId.parse(id);
        return fileId.map(jobs::job)
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(job -> job.orElseThrow(Failure.NOT_FOUND::asException))
                .compose(job -> jobs.attempts(job.fileId()).map(attempts -> of(job, attempts)));
    }

    /** {@code {fileId, state, profile, attempts: [...]}}, in the order in which they began. */
    static JsonObject of(Job job, List<Attempt> attempts) {
        JsonArray all = new JsonArray();
        attempts.forEach(attempt -> all.add(attempt(attempt)));
        return new JsonObject()
                .put("fileId", job.fileId().value())
                .put("state", job.state().wire())
                .put("profile", job.upload().profile())
                .put("attempts", all);
    }

    private static JsonObject attempt(Attempt attempt) {
        JsonObject json = new JsonObject()
                .put("attempt", attempt.number())
                .put("worker", attempt.worker())
                .put("node", JobPage.node(attempt.worker()))
                .put("startedAt", Timestamps.text(attempt.startedAt()));
        attempt.endedAt().ifPresent(at -> json.put("endedAt", Timestamps.text(at)));
        attempt.outcome().ifPresent(outcome -> json.put("outcome", outcome));
        AttemptReport report = attempt.report();
        if (!report.ffmpegVersion().isEmpty()) {
            json.put("ffmpeg", report.ffmpegVersion());
        }
        if (!attempt.said().isEmpty()) {
            json.put("said", lines(List.of(attempt.said().split("\n", -1))));
        }
        JsonArray runs = new JsonArray();
        report.runs().forEach(run -> runs.add(run(run)));
        return json.put("wallSeconds", sum(report, AttemptReport.Run::wallSeconds))
                .put("cpuSeconds", sum(report, AttemptReport.Run::cpuSeconds))
                .put("runs", runs);
    }

    private static double sum(AttemptReport report, ToDoubleFunction<AttemptReport.Run> seconds) {
        return report.runs().stream().mapToDouble(seconds).sum();
    }

    private static JsonObject run(AttemptReport.Run run) {
        return new JsonObject()
                .put("step", run.step())
                .put("arguments", lines(run.arguments()))
                .put("wallSeconds", run.wallSeconds())
                .put("cpuSeconds", run.cpuSeconds())
                .put("exit", run.exit())
                .put("said", lines(run.said()));
    }

    private static JsonArray lines(List<String> lines) {
        return new JsonArray(lines);
    }
}
