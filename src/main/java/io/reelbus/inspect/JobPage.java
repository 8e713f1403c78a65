package io.reelbus.inspect;

import io.reelbus.bus.Timestamps;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.store.JobStore;
import io.reelbus.store.Listed;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of jobs, the newest first.
 *
 * @param state only jobs in this state
 * @param after the page begins below this job, which is where the page before ended
 */
record JobPage(Optional<JobState> state, Optional<Listed.Place> after, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;
    /** The end of the year 9999: databases know no such times as Java does. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    /** Reads {@code state}, {@code limit} and {@code after}; throws BAD_REQUEST with what is wrong. */
    static JobPage asked(MultiMap query) {
        return new JobPage(state(query.get("state")), place(query.get("after")), limit(query.get("limit")));
    }

    private static Optional<JobState> state(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(JobState::fromWire);
        } catch (IllegalArgumentException e) {
            throw Failure.BAD_REQUEST.because("The state must be queued, processing, completed or failed.");
        }
    }

    private static int limit(@Nullable String text) {
        try {
            int limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Failure.BAD_REQUEST.because("The limit must be 1 to " + MAX_LIMIT + ".");
    }

    private static Optional<Listed.Place> place(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        int cut = text.indexOf('_');
        try {
            long millis = Long.parseLong(text.substring(0, Math.max(cut, 0)));
            Optional<FileId> fileId = FileId.parse(text.substring(cut + 1));
            if (millis >= 0 && millis <= LAST_MILLIS && fileId.isPresent()) {
                return Optional.of(new Listed.Place(Instant.ofEpochMilli(millis), fileId.get()));
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Failure.BAD_REQUEST.because("The place to go on after must be the one that the page before named.");
    }

    Future<JsonObject> read(JobStore jobs) {
        return jobs.list(state, after, limit).map(listed -> of(listed, Instant.now()));
    }

    /** {@code {jobs: [...], next?}}; {@code next} is there when the page is full, and is the {@code after} of the next. */
    JsonObject of(List<Listed> listed, Instant now) {
        JsonArray jobs = new JsonArray();
        listed.forEach(each -> jobs.add(job(each, now)));
        JsonObject page = new JsonObject().put("jobs", jobs);
        if (listed.size() == limit) {
            Listed.Place last = listed.get(listed.size() - 1).place();
            page.put("next", last.createdAt().toEpochMilli() + "_" + last.fileId());
        }
        return page;
    }

    private static JsonObject job(Listed listed, Instant now) {
        JsonObject job = new JsonObject()
                .put("fileId", listed.job().fileId().value())
                .put("state", listed.job().state().wire())
                .put("attempt", listed.job().attempt());
        if (listed.job().state() == JobState.PROCESSING) {
            listed.worker().ifPresent(worker -> job.put("worker", worker).put("node", node(worker)));
        }
        listed.progress()
                .ifPresent(progress -> job.put("progress", progress.percent()).put("message", progress.message()));
        if (listed.last() instanceof JobEvent.Failed failed) {
            job.put("error", failed.error()).put("code", failed.failure().code());
        }
        listed.job().retryOf().ifPresent(failed -> job.put("retryOf", failed.value()));
        return job.put("priority", listed.job().priority())
                .put("filename", listed.job().upload().filename())
                .put("size", listed.job().upload().size())
                .put("createdAt", Timestamps.text(listed.job().createdAt()))
                .put("changedAt", Timestamps.text(listed.last().at()))
                .put("ageSeconds", seconds(listed.job().createdAt(), now));
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }

    /** A slot's name begins with its node's, which itself may have any characters. */
    private static String node(String worker) {
        int slash = worker.lastIndexOf('/');
        return slash < 0 ? worker : worker.substring(0, slash);
    }
}
