package io.reelbus.inspect;

import io.reelbus.bus.Timestamps;
import io.reelbus.job.JobEvent;
import io.reelbus.job.JobState;
import io.reelbus.store.JobStore;
import io.reelbus.store.ListParameters;
import io.reelbus.store.Listed;
import io.reelbus.store.Page;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** One page of the list of jobs as operators see it, the newest first. */
final class JobPage {
    private static final ListParameters PARAMETERS = new ListParameters("state", "after", 50, 1_000);

    private JobPage() {}

    /** Reads what {@code state}, {@code limit} and {@code after} ask for; fails with BAD_REQUEST and what is wrong. */
    static Future<JsonObject> read(MultiMap query, JobStore jobs) {
        return jobs.list(PARAMETERS.read(query::getAll)).map(page -> of(page, Instant.now()));
    }

    /** {@code {jobs: [...], next?}}; {@code next} is there when there are more, and is the {@code after} of those. */
    static JsonObject of(Page<Listed> page, Instant now) {
        JsonArray jobs = new JsonArray();
        page.entries().forEach(each -> jobs.add(job(each, now)));
        JsonObject json = new JsonObject().put("jobs", jobs);
        page.next().ifPresent(next -> json.put("next", next.text()));
        return json;
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
                .put("profile", listed.job().upload().profile())
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
    static String node(String worker) {
        int slash = worker.lastIndexOf('/');
        return slash < 0 ? worker : worker.substring(0, slash);
    }
}
