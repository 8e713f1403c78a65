package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Turns events into the columns of their rows, and rows into events. */
final class EventRows {
    static final String ACCEPTED = "accepted";
    static final String STARTED = "started";
    static final String COMPLETED = "completed";
    static final String FAILED = "failed";

    private EventRows() {}

    /** The event of a journal row; {@code detail} is what {@link #detail} made. */
    static JobEvent journalEntry(FileId fileId, int entry, String kind, Instant at, int attempt, String detail) {
        long seq = Seq.ofEntry(entry);
        JsonObject json = new JsonObject(detail);
        return switch (kind) {
            case ACCEPTED -> new JobEvent.Accepted(fileId, seq, at);
            case STARTED -> new JobEvent.Started(fileId, seq, at, attempt, json.getMap());
            case COMPLETED -> new JobEvent.Completed(fileId, seq, at, attempt, json.getMap());
            case FAILED ->
                new JobEvent.Failed(
                        fileId, seq, at, attempt, Failure.fromCode(json.getString("code")), json.getString("error"));
            default -> throw new IllegalStateException("unknown journal entry: " + kind);
        };
    }

    static String failedDetail(Failure failure, String error) {
        return new JsonObject().put("code", failure.code()).put("error", error).encode();
    }

    static String progressColumn(JobEvent.Progress progress) {
        return new JsonObject()
                .put("at", progress.at().toString())
                .put("attempt", progress.attempt())
                .put("percent", progress.percent())
                .put("message", progress.message())
                .put("metadata", new JsonObject(progress.metadata()))
                .encode();
    }

    static JobEvent.Progress progress(FileId fileId, long seq, String column) {
        JsonObject json = new JsonObject(column);
        return new JobEvent.Progress(
                fileId,
                seq,
                Instant.parse(json.getString("at")),
                json.getInteger("attempt"),
                json.getDouble("percent"),
                json.getString("message"),
                json.getJsonObject("metadata").getMap());
    }
}
