package io.reelbus.upload;

import io.reelbus.http.MalformedBody;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Pours the body of a request, which is a file or a piece of one, to where it belongs, no faster than that takes it. */
public final class Intake {
    private static final long LOOK_MS = 1_000;

    private final Vertx vertx;
    private final int minBytesPerSecond;
    private final int slowSeconds;

    public Intake(Vertx vertx, UploadConfig config) {
        this.vertx = vertx;
        this.minBytesPerSecond = config.minBytesPerSecond();
        this.slowSeconds = config.slowSeconds();
    }

    /**
     * Succeeds when all of it was taken; does not end the stream. Fails with INCOMPLETE_BODY where the client leaves
     * before, with TOO_SLOW, or with what the stream fails with. On the request's context; the request may be paused.
     */
    public Future<Void> pour(HttpServerRequest request, WriteStream<Buffer> to) {
        Optional<FailureException> broken = broken(request);
        if (broken.isPresent()) {
            return Future.failedFuture(broken.get());
        }
        Promise<Void> poured = Promise.promise();
        Pipe<Buffer> pipe = request.pipe().endOnComplete(false).endOnFailure(false);
        watch(request, () -> !to.writeQueueFull(), poured.future(), poured::tryFail);
        pipe.to(to).onComplete(poured::tryComplete, trouble -> poured.tryFail(explained(trouble)));
        return poured.future().onFailure(over -> pipe.close());
    }

    /**
     * Says TOO_SLOW when the client sends too little, until it is over; {@code waiting} tells whether it is the client
     * who has to go on.
     */
    void watch(HttpServerRequest request, BooleanSupplier waiting, Future<?> over, Consumer<Throwable> tooSlow) {
        Rate rate = new Rate(minBytesPerSecond, slowSeconds, System.nanoTime());
        long timer = vertx.setPeriodic(LOOK_MS, tick -> {
            if (rate.isTooSlow(request.bytesRead(), waiting.getAsBoolean(), System.nanoTime())) {
                tooSlow.accept(Failure.TOO_SLOW.asException());
            }
        });
        over.onComplete(done -> vertx.cancelTimer(timer));
    }

    /** What became of the request while nobody listened to it, who would not be told of it any more. */
    static Optional<FailureException> broken(HttpServerRequest request) {
        if (request.response().closed()) {
            return Optional.of(Failure.INCOMPLETE_BODY.asException());
        }
        return MalformedBody.isOf(request) ? Optional.of(MalformedBody.failure()) : Optional.empty();
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
