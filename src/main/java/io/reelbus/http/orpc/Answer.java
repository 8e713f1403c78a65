package io.reelbus.http.orpc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request as the clients of one wire read it. */
public final class Answer {
    static final String RETRY_AFTER_SECONDS = "5";

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private Answer() {}

    /** What a procedure has answered; null is no value. */
    static void value(RoutingContext context, Wire wire, @Nullable Object json) {
        send(context, 200, Buffer.buffer(body(wire, json)));
    }

    static String body(Wire wire, @Nullable Object json) {
        return json == null ? "{}" : wire.body(Json.encode(json));
    }

    /** What a request has failed with, whatever it is. */
    public static void error(RoutingContext context, Wire wire, Throwable trouble) {
        if (context.response().closed() || context.response().ended()) {
            LOG.debug("client left before its answer", trouble);
            return;
        }
        RpcException error = logged(context, trouble);
        if (error.passes()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        send(context, error.status(), Buffer.buffer(error.body(wire)));
    }

    /** What the client is told of it; what is the node's own fault is logged. */
    static RpcException logged(RoutingContext context, Throwable trouble) {
        RpcException error = RpcException.of(trouble);
        if (error.status() == 500 && error != trouble) {
            LOG.atError()
                    .addKeyValue("path", context.request().path())
                    .setCause(trouble)
                    .log("call failed");
        }
        return error;
    }

    /** The answer is an event iterator, which is open from here on. */
    public static EventIterator events(RoutingContext context, Wire wire) {
        return EventIterator.open(context, wire);
    }

    static void send(RoutingContext context, int status, Buffer json) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json)
                .onFailure(gone -> LOG.debug("client left before its answer", gone));
    }
}
