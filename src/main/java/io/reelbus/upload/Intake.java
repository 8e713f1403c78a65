package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;

/** Pours the body of a request, which is a file or a piece of one, to where it belongs, no faster than that takes it. */
public final class Intake {
    private static final long LOOK_MS = 1_000;

    private final Vertx vertx;
    private final int minBytesPerSecond;

    public Intake(Vertx vertx, int minBytesPerSecond) {
        this.vertx = vertx;
        this.minBytesPerSecond = minBytesPerSecond;
    }

    /**
     * Succeeds when all of it was taken; does not end the stream. Fails with INCOMPLETE_BODY where the client leaves
     * before, with TOO_SLOW, or with what the stream fails with. On the request's context; the request may be paused.
     */
    public Future<Void> pour(HttpServerRequest request, WriteStream<Buffer> to) {
        if (request.response().closed()) {
            // Its client left while the request was paused: nobody would be told of that any more.
            return Future.failedFuture(Failure.INCOMPLETE_BODY.asException());
        }
        Promise<Void> poured = Promise.promise();
        Rate rate = new Rate(minBytesPerSecond, System.nanoTime());
        Pipe<Buffer> pipe = request.pipe().endOnComplete(false).endOnFailure(false);
        long timer = vertx.setPeriodic(LOOK_MS, tick -> {
            if (rate.isTooSlow(request.bytesRead(), !to.writeQueueFull(), System.nanoTime())) {
                poured.tryFail(Failure.TOO_SLOW.asException());
            }
        });
        pipe.to(to).onComplete(poured::tryComplete, trouble -> poured.tryFail(explained(trouble)));
        return poured.future().onComplete(over -> {
            vertx.cancelTimer(timer);
            if (over.failed()) {
                pipe.close();
            }
        });
    }

    private static Throwable explained(Throwable trouble) {
        return isOfClient(trouble) ? Failure.INCOMPLETE_BODY.causedBy(trouble) : trouble;
    }

    /** Whether a request's body failed since its client has left, in good order or not. */
    static boolean isOfClient(Throwable trouble) {
        return trouble instanceof HttpClosedException
                || trouble instanceof StreamResetException
                || trouble instanceof IOException;
    }
}
