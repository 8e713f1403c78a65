package io.reelbus.push.iterator;

import io.reelbus.bus.Announcement;
import io.reelbus.http.orpc.EventIterator;
import io.reelbus.http.orpc.Wire;
import io.reelbus.job.Failure;
import io.reelbus.push.Telling;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * Each value is {@code {progress, message, metadata?, timestamp, status}}, as the original's clients read it. A video
 * that is completed ends the iterator behind its progress of 100, one that has failed ends it with that as the error.
 */
final class ProgressValues implements Values {
    private static final Function<Telling, Buffer> FORM = telling -> Wire.OPENAPI.message(
            telling.seq() == 0 ? null : telling.seq(),
            value(telling.event(), new JsonObject(telling.json())).encode());

    static JsonObject value(String event, JsonObject data) {
        boolean started = event.equals(Announcement.STARTED);
        JsonObject value = new JsonObject()
                .put("progress", started ? 0 : data.getValue("progress"))
                .put("message", started ? "Started" : data.getValue("message"));
        if (data.containsKey("metadata")) {
            value.put("metadata", data.getValue("metadata"));
        }
        return value.put("timestamp", data.getValue("timestamp"))
                .put("status", started ? "processing" : data.getValue("status"));
    }

    /** The opening comment says enough. */
    @Override
    public void subscribed(EventIterator iterator, JsonObject answer) {}

    @Override
    public void tell(EventIterator iterator, Telling telling) {
        if (!telling.isTerminal()) {
            iterator.send(telling.as(FORM));
        } else if (telling.event().equals(Announcement.COMPLETED)) {
            iterator.done();
        } else {
            iterator.fail(failure(new JsonObject(telling.json())));
        }
    }

    private static RuntimeException failure(JsonObject data) {
        return Failure.fromCode(data.getString("code")).because(data.getString("error"));
    }
}
