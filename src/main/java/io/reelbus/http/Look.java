package io.reelbus.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one check, never twice at once: where a file system hangs, every further look would hold one more thread.
 * Whoever asks meanwhile gets what the look under way finds, or at once that it takes too long. From any thread.
 */
final class Look {
    private static final Logger LOG = LoggerFactory.getLogger(Look.class);

    private final Check check;
    private final long limitNanos;

    private @Nullable Future<JsonObject> underWay;
    private long begunAt;
    private boolean well = true;

    Look(Check check, long limitMillis) {
        this.check = check;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    }

    Check check() {
        return check;
    }

    synchronized Future<JsonObject> now() {
        Future<JsonObject> current = underWay;
        if (current == null || current.isComplete()) {
            begunAt = System.nanoTime();
            current =
                    Future.<Void>succeededFuture().compose(begin -> check.look().get());
            underWay = current;
        } else if (System.nanoTime() - begunAt > limitNanos) {
            return Future.failedFuture(new TimeoutException("the look before this one has not ended"));
        }
        return current;
    }

    /** Logs where it differs from what was found before, not each time that somebody asks. */
    synchronized void found(boolean isWell, @Nullable Throwable trouble) {
        if (isWell != well) {
            well = isWell;
            if (isWell) {
                LOG.atInfo().addKeyValue("check", check.name()).log("check passes again");
            } else {
                LOG.atWarn()
                        .addKeyValue("check", check.name())
                        .setCause(trouble)
                        .log("check fails");
            }
        }
    }
}
