package io.reelbus.bus;

import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An event as clients get it: a name and a JSON payload. On the bus its body is {@code {"event": name, "data":
 * payload}}, so whoever inspects the bus, and a bridge, reads what clients read. Key order is part of the contract:
 * the keys of the original protocol first, then {@code seq} and {@code attempt}.
 */
public record Announcement(String event, JsonObject data) {
    public static final String STARTED = "processing:started";
    public static final String PROGRESS = "processing:progress";
    public static final String COMPLETED = "processing:completed";
    public static final String FAILED = "processing:failed";

    /** Not of the story, and so not among {@link #EVENTS}: how much of an upload has come. */
    public static final String UPLOAD = "upload:progress";

    /** The names of all events. */
    public static final List<String> EVENTS = List.of(STARTED, PROGRESS, COMPLETED, FAILED);

    static Announcement fromBody(JsonObject body) {
        return new Announcement(body.getString("event"), body.getJsonObject("data"));
    }

    JsonObject toBody() {
        return new JsonObject().put("event", event).put("data", data);
    }

    /** What clients are told of this event, in order; nothing of an acceptance, two announcements of a completion. */
    public static List<Announcement> of(JobEvent event) {
        return event instanceof JobEvent.Accepted ? List.of() : encode(event).expand();
    }

    /**
     * What those who watch a waiting file are told: its place in the queue, counted from 1. It has no {@code seq}, for
     * it is no part of the story, and never rides the bus: each node computes it for its own subscribers.
     */
    public static Announcement ofPlace(String fileId, int place, Instant at) {
        return new Announcement(
                PROGRESS,
                new JsonObject()
                        .put("fileId", fileId)
                        .put("progress", 0)
                        .put("status", "queued")
                        .put("message", place == 1 ? "Next in the queue" : "Number " + place + " in the queue")
                        .put("metadata", new JsonObject().put("position", place))
                        .put("timestamp", Timestamps.text(at)));
    }

    /**
     * How much of an upload has come, in bytes; {@code total} is empty while nobody knows it. Like a place in the queue
     * it is no part of the story: whoever wants it asks for it.
     */
    static Announcement ofUpload(FileId fileId, long received, OptionalLong total, Instant at) {
        JsonObject data = new JsonObject().put("fileId", fileId.value()).put("received", received);
        total.ifPresent(bytes -> data.put("total", bytes));
        return new Announcement(UPLOAD, data.put("timestamp", Timestamps.text(at)));
    }

    static Announcement encode(JobEvent event) {
        JsonObject data = new JsonObject().put("fileId", event.fileId().value());
        if (event instanceof JobEvent.Started e) {
            data.put("metadata", ordered(e.metadata()));
            return new Announcement(STARTED, position(data, e, e.attempt()));
        }
        if (event instanceof JobEvent.Progress e) {
            data.put("progress", number(e.percent()))
                    .put("status", "processing")
                    .put("message", e.message());
            if (!e.metadata().isEmpty()) {
                data.put("metadata", ordered(e.metadata()));
            }
            return new Announcement(PROGRESS, position(data, e, e.attempt()));
        }
        if (event instanceof JobEvent.Completed e) {
            data.put("result", ordered(e.result()));
            return new Announcement(COMPLETED, position(data, e, e.attempt()));
        }
        if (event instanceof JobEvent.Failed e) {
            data.put("error", e.error());
            position(data, e, e.attempt())
                    .put("code", e.failure().code())
                    .put("retryable", e.failure().retryable());
            return new Announcement(FAILED, data);
        }
        throw new IllegalArgumentException("not announced: " + event);
    }

    /** On its way over the bus an object is copied, and only a LinkedHashMap keeps its order in that. */
    private static JsonObject ordered(Map<String, Object> map) {
        return new JsonObject(new LinkedHashMap<>(map));
    }

    private static JsonObject position(JsonObject data, JobEvent event, int attempt) {
        data.put("timestamp", Timestamps.text(event.at())).put("seq", event.seq());
        return attempt == 0 ? data : data.put("attempt", attempt);
    }

    /** Whole percentages without a decimal point, as the original sent them. */
    private static Number number(double percent) {
        return percent == Math.rint(percent) ? (Number) (int) percent : (Number) percent;
    }

    /**
     * Puts before a completion the progress of 100 that goes with it: pages of the original protocol move their bar
     * and show their message on progress alone. It is derived, never sent on the bus, so it cannot be lost alone.
     */
    public List<Announcement> expand() {
        if (!event.equals(COMPLETED)) {
            return List.of(this);
        }
        JsonObject full = new JsonObject()
                .put("fileId", data.getString("fileId"))
                .put("progress", 100)
                .put("status", "completed")
                .put("message", "Completed")
                .put("timestamp", data.getString("timestamp"))
                .put("seq", Seq.justBefore(seq()))
                .put("attempt", data.getInteger("attempt"));
        return List.of(new Announcement(PROGRESS, full), this);
    }

    public String fileId() {
        return data.getString("fileId");
    }

    /** The position in the file's story; 0 for what has none. */
    public long seq() {
        return data.getLong("seq", 0L);
    }

    /** Whether nothing follows it. */
    public boolean isTerminal() {
        return event.equals(COMPLETED) || event.equals(FAILED);
    }

    /** Whether a later progress of the same file makes this one worthless. */
    public boolean isConflatable() {
        return event.equals(UPLOAD) || (event.equals(PROGRESS) && !"completed".equals(data.getString("status")));
    }
}
