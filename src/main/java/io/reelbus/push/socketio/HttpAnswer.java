package io.reelbus.push.socketio;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP answers of Engine.IO. Nothing happens to a client that is gone: it is the session that learns of it. */
final class HttpAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswer.class);
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String JSON = "application/json";
    /** What the reference server says; nobody reads it. */
    private static final String OK_TYPE = "text/html";

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
