package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request's body, and never holds more of it than allowed. */
final class RequestBody {
    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

    /** The body is larger than allowed. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("body too large", null, false, false);
        }
    }

    /** How much of a body that is too large is still read, so that its client sees the answer, before it is cut off. */
    private static final long LINGER_BYTES = 1 << 20;

    private RequestBody() {}

    /** Fails with a TooLargeException, or with what broke the connection. */
    static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        Promise<Buffer> body = Promise.promise();
        if (announcesMore(request, maxBytes)) {
            drop(request);
            body.fail(new TooLargeException());
            return body.future();
        }
        var received = Buffer.buffer();
        request.handler(chunk -> {
            if (received.length() + chunk.length() > maxBytes) {
                drop(request);
                body.tryFail(new TooLargeException());
            } else {
                received.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(body::tryFail);
        request.endHandler(end -> body.tryComplete(received));
        return body.future();
    }

    private static void drop(HttpServerRequest request) {
        var dropped = new AtomicLong();
        request.handler(chunk -> {
            if (dropped.addAndGet(chunk.length()) > LINGER_BYTES) {
                request.connection().close().onFailure(e -> LOG.debug("A connection did not close", e));
            }
        });
    }

    private static boolean announcesMore(HttpServerRequest request, int maxBytes) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length != null && Long.parseLong(length) > maxBytes;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
