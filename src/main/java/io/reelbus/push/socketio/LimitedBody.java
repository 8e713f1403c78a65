package io.reelbus.push.socketio;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a request up to a limit: where it is larger it fails with a TooLargeException, and what follows is dropped. */
final class LimitedBody implements ReadStream<Buffer> {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedBody.class);

    /** The body is larger than allowed. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("body too large", null, false, false);
        }
    }

    /** How much of a body that is too large is still read, so that its client sees the answer, before it is cut off. */
    private static final long LINGER_BYTES = 1 << 20;

    private final HttpServerRequest request;
    private final int maxBytes;
    private @Nullable Handler<Throwable> onFailure;
    private long received;
    private boolean broken;

    LimitedBody(HttpServerRequest request, int maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
    }

    /** Whether the client broke off. */
    boolean isBroken() {
        return broken;
    }

    boolean isTooLarge() {
        return received > maxBytes;
    }

    @Override
    public LimitedBody handler(@Nullable Handler<Buffer> handler) {
        if (!isTooLarge()) {
            request.handler(handler == null ? null : chunk -> take(chunk, handler));
        }
        return this;
    }

    private void take(Buffer chunk, Handler<Buffer> handler) {
        received += chunk.length();
        if (!isTooLarge()) {
            handler.handle(chunk);
            return;
        }
        drop(request);
        report(new TooLargeException());
    }

    private void fail(Throwable trouble) {
        broken = true;
        report(trouble);
    }

    private void report(Throwable trouble) {
        if (onFailure != null) {
            onFailure.handle(trouble);
        }
    }

    /** Reads on without keeping anything, for some time. */
    static void drop(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        var dropped = new AtomicLong();
        request.endHandler(null);
        request.handler(chunk -> {
            if (dropped.addAndGet(chunk.length()) > LINGER_BYTES) {
                request.connection().close().onFailure(e -> LOG.debug("A connection did not close", e));
            }
        });
        request.resume();
    }

    @Override
    public LimitedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        request.exceptionHandler(this::fail);
        return this;
    }

    @Override
    public LimitedBody endHandler(@Nullable Handler<Void> handler) {
        if (!isTooLarge()) {
            request.endHandler(handler);
        }
        return this;
    }

    @Override
    public LimitedBody pause() {
        request.pause();
        return this;
    }

    @Override
    public LimitedBody resume() {
        request.resume();
        return this;
    }

    @Override
    public LimitedBody fetch(long amount) {
        request.fetch(amount);
        return this;
    }
}
