package io.reelbus.push.socketio;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body, and never holds more of it than allowed. */
final class RequestBody {
    private RequestBody() {}

    /** Fails with a {@link LimitedBody.TooLargeException}, or with what broke the connection. */
    static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        Promise<Buffer> body = Promise.promise();
        if (announcesMore(request, maxBytes)) {
            LimitedBody.drop(request);
            body.fail(new LimitedBody.TooLargeException());
            return body.future();
        }
        var received = Buffer.buffer();
        var unused = new LimitedBody(request, maxBytes)
                .exceptionHandler(body::tryFail)
                .endHandler(end -> body.tryComplete(received))
                .handler(received::appendBuffer);
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
