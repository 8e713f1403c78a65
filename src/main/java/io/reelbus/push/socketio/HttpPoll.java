package io.reelbus.push.socketio;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** A GET that waits on its own context, and is answered from the session's. */
final class HttpPoll implements Poll {
    private final Owner request;
    private final HttpServerResponse response;

    HttpPoll(Owner request, RoutingContext routing) {
        this.request = request;
        this.response = routing.response();
    }

    @Override
    public void answer(String payload) {
        request.execute(() -> HttpAnswer.payload(response, payload));
    }

    @Override
    public void refuse(EngineError error) {
        request.execute(() -> HttpAnswer.refuse(response, error));
    }

    /** Calls when the client goes before it has its answer: the connection closed, or the HTTP/2 stream was reset. */
    void onAborted(Runnable handler) {
        response.closeHandler(closed -> handler.run());
        response.exceptionHandler(e -> handler.run());
    }

    boolean isAborted() {
        return response.closed();
    }
}
