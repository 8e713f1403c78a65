package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body, and never holds more of it than allowed. */
final class RequestBody {
    /** The body is larger than allowed. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("body too large", null, false, false);
        }
    }

    private RequestBody() {}

    /** Fails with a TooLargeException, or with what broke the connection. */
    static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        Promise<Buffer> body = Promise.promise();
        if (announcesMore(request, maxBytes)) {
            body.fail(new TooLargeException());
            return body.future();
        }
        var received = Buffer.buffer();
        request.handler(chunk -> {
            if (received.length() + chunk.length() > maxBytes) {
                // The rest is read and dropped: an unread body would keep the client from seeing its answer.
                request.handler(dropped -> {});
                body.tryFail(new TooLargeException());
            } else {
                received.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(body::tryFail);
        request.endHandler(end -> body.tryComplete(received));
        return body.future();
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
