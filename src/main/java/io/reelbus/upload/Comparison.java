package io.reelbus.upload;

import io.reelbus.job.FailureException;
import io.reelbus.store.ByteSink;
import io.reelbus.store.MediaFile;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Compares bytes as they arrive with those of a file that is stored, and keeps none of them. At the first that is not
 * the same its writes fail.
 */
final class Comparison implements ByteSink {
    /** What is read of the stored file at once. */
    private static final int WINDOW = 1 << 20;

    private final MediaFile stored;
    private final FailureException difference;

    private Buffer window = Buffer.buffer();
    private long windowAt;
    private long compared;
    private Future<Void> last = Future.succeededFuture();
    private @Nullable Handler<Void> drain;

    /** {@code difference} is what it fails with. */
    Comparison(MediaFile stored, FailureException difference) {
        this.stored = stored;
        this.difference = difference;
    }

    @Override
    public Future<Void> write(Buffer data) {
        last = last.compose(before -> compare(data));
        return last;
    }

    private Future<Void> compare(Buffer data) {
        long left = windowAt + window.length() - compared;
        if (left == 0 && data.length() > 0) {
            return nextWindow().compose(read -> compare(data));
        }
        int length = (int) Math.min(left, data.length());
        int from = (int) (compared - windowAt);
        if (!data.slice(0, length).equals(window.slice(from, from + length))) {
            return Future.failedFuture(difference);
        }
        compared += length;
        return length == data.length() ? Future.succeededFuture() : compare(data.slice(length, data.length()));
    }

    private Future<Void> nextWindow() {
        if (compared >= stored.size()) {
            return Future.failedFuture(difference);
        }
        return stored.read(compared, WINDOW)
                .map(read -> {
                    window = read;
                    windowAt = compared;
                    return (Void) null;
                })
                .onComplete(read -> drained());
    }

    private void drained() {
        Handler<Void> waiting = drain;
        if (waiting != null) {
            drain = null;
            waiting.handle(null);
        }
    }

    /** Fails where the stored file has more. */
    @Override
    public Future<Void> end() {
        return last.compose(
                all -> compared == stored.size() ? Future.succeededFuture() : Future.failedFuture(difference));
    }

    /** Compares all of another file that is stored. */
    Future<Void> compareWith(MediaFile other) {
        Promise<Void> done = Promise.promise();
        next(other, 0, done);
        return done.future();
    }

    private void next(MediaFile other, long from, Promise<Void> done) {
        if (from == other.size()) {
            end().onComplete(done);
            return;
        }
        other.read(from, WINDOW)
                .compose(piece -> write(piece).map(piece.length()))
                .onSuccess(length -> next(other, from + length, done))
                .onFailure(done::fail);
    }

    @Override
    public boolean writeQueueFull() {
        return !last.isComplete();
    }

    @Override
    public Comparison drainHandler(@Nullable Handler<Void> handler) {
        drain = handler;
        return this;
    }
}
