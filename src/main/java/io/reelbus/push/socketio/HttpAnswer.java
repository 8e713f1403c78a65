package io.reelbus.push.socketio;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP answers of Engine.IO. Nothing happens to a client that is gone: it is the session that learns of it. */
final class HttpAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswer.class);
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String JSON = "application/json";
    /** What the reference server says; nobody reads it. */
    private static final String OK_TYPE = "text/html";

    private static final List<CharSequence> PASSED_ON = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CACHE_CONTROL);

    static final int TOO_LARGE = 413;
    static final int UNAVAILABLE = 503;

    private HttpAnswer() {}

    static void payload(HttpServerResponse response, String payload) {
        end(response, 200, TEXT, payload);
    }

    static void ok(HttpServerResponse response) {
        end(response, 200, OK_TYPE, "ok");
    }

    static void refuse(HttpServerResponse response, EngineError error) {
        end(response, error.status(), JSON, error.json());
    }

    /** As another server has answered. What its HTTP says of other things, our router says for itself. */
    static void relay(HttpServerResponse response, int status, MultiMap headers, @Nullable Buffer body) {
        if (response.ended() || response.closed()) {
            return;
        }
        for (CharSequence name : PASSED_ON) {
            String value = headers.get(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.setStatusCode(status)
                .end(body == null ? Buffer.buffer() : body)
                .onFailure(e -> LOG.debug("A client did not wait for its answer", e));
    }

    static void empty(HttpServerResponse response, int status) {
        end(response, status, TEXT, "");
    }

    private static void end(HttpServerResponse response, int status, String type, String body) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body)
                .onFailure(e -> LOG.debug("A client did not wait for its answer", e));
    }
}
