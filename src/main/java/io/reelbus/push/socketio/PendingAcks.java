package io.reelbus.push.socketio;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** The events of one socket that wait for their client's ack. */
final class PendingAcks {
    private record Pending(Promise<JsonArray> promise, Owner.Timer timer) {}

    private final Owner owner;
    private final Map<Long, Pending> pending = new HashMap<>();

    PendingAcks(Owner owner) {
        this.owner = owner;
    }

    void await(long id, Duration timeout, Promise<JsonArray> promise) {
        pending.put(id, new Pending(promise, owner.after(timeout, () -> expire(id, timeout))));
    }

    /** An ack that nobody waits for is dropped: it may have come too late. */
    void complete(long id, JsonArray args) {
        Pending acked = pending.remove(id);
        if (acked != null) {
            acked.timer().cancel();
            acked.promise().complete(args);
        }
    }

    void cancel(String reason) {
        List<Pending> left = List.copyOf(pending.values());
        pending.clear();
        left.forEach(entry -> {
            entry.timer().cancel();
            entry.promise().fail(new CancellationException(reason));
        });
    }

    private void expire(long id, Duration timeout) {
        Pending expired = pending.remove(id);
        if (expired != null) {
            expired.promise().fail(new TimeoutException("no ack within " + timeout.toMillis() + " ms"));
        }
    }
}
