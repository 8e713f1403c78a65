package io.reelbus.http.orpc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the JSON body of a call, and never holds more of it than an input may have. */
final class RpcBody {
    private static final Logger LOG = LoggerFactory.getLogger(RpcBody.class);

    /** Inputs are small: whatever is large comes as a file. */
    static final int MAX_BYTES = 64 * 1024;

    /** How much of a body that is too large is still taken, so that its client reads the answer. */
    private static final long LINGER_BYTES = 1 << 20;

    private RpcBody() {}

    /** Never completes where the client leaves before it has sent all. */
    static Future<String> read(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.startsWith("application/json")) {
            drop(request);
            return Future.failedFuture(RpcException.of(415, "This procedure takes application/json."));
        }
        Promise<String> body = Promise.promise();
        Buffer received = Buffer.buffer();
        request.handler(chunk -> {
            if (received.length() + chunk.length() > MAX_BYTES) {
                drop(request);
                body.tryFail(RpcException.of(413, "An input may have " + MAX_BYTES + " bytes."));
            } else {
                received.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(gone -> LOG.debug("client left before its input was complete", gone));
        request.endHandler(end -> body.tryComplete(received.toString(StandardCharsets.UTF_8)));
        return body.future();
    }

    private static void drop(HttpServerRequest request) {
        AtomicLong dropped = new AtomicLong();
        request.handler(chunk -> {
            if (dropped.addAndGet(chunk.length()) > LINGER_BYTES) {
                request.connection().close().onFailure(gone -> LOG.debug("connection was closed", gone));
            }
        });
    }
}
