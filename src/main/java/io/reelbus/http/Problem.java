package io.reelbus.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders failures as {@code application/problem+json} (RFC 9457), with our stable {@code code} in it. */
public final class Problem {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    /** What may be over in a moment. */
    private static final Set<Failure> SOON_AGAIN =
            EnumSet.of(Failure.UNAVAILABLE, Failure.TOO_MANY_CONNECTIONS, Failure.TOO_MANY_UPLOADS);

    private Problem() {}

    /** The failure behind anything a handler failed with; what is unknown is logged and shown as internal. */
    public static FailureException failure(@Nullable Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureException known) {
                return known;
            }
        }
        return Failure.INTERNAL.causedBy(trouble == null ? new IllegalStateException("no cause given") : trouble);
    }

    static JsonObject json(FailureException failure) {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", failure.failure().sentence())
                .put("status", failure.failure().status())
                .put("detail", failure.sentence())
                .put("code", failure.failure().code());
    }

    /** What is shown of anything a handler failed with: {@code {type, title, status, detail, code}}. */
    public static JsonObject of(@Nullable Throwable trouble) {
        return json(failure(trouble));
    }

    /** Answers the request with the problem, unless an answer is already under way. */
    public static void send(RoutingContext context, @Nullable Throwable trouble) {
        HttpServerResponse response = context.response();
        if (isOfConnection(response, trouble)) {
            LOG.debug("client left before its answer was complete", trouble);
            response.reset();
            return;
        }
        FailureException failure = failure(trouble);
        if (failure.failure() == Failure.INTERNAL) {
            LOG.atError()
                    .addKeyValue("method", context.request().method())
                    .addKeyValue("path", context.request().path())
                    .setCause(trouble)
                    .log("request failed");
        }
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(failure.failure().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        if (SOON_AGAIN.contains(failure.failure())) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "5");
        }
        response.end(json(failure).toBuffer()).onFailure(gone -> LOG.debug("client left before its answer", gone));
    }

    /**
     * An answer that is begun fails as its socket does, or is given up by Vert.x, which does not begin one where the
     * client has left before.
     */
    private static boolean isOfConnection(HttpServerResponse response, @Nullable Throwable trouble) {
        return trouble instanceof VertxException
                ? response.headWritten() || response.closed()
                : trouble instanceof IOException && response.headWritten();
    }

    /** The failure handler of a whole router: our failures as they are, the router's own by their status. */
    static void handle(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure == null || failure instanceof HttpException) {
            send(context, byStatus(context.statusCode()));
        } else if (isOfRequest(context, failure)) {
            LOG.debug("a request that is none", failure);
            send(context, Failure.BAD_REQUEST.asException());
        } else {
            send(context, failure);
        }
    }

    /** A handshake that is none, or what the router itself refuses as a client's fault: HTTP/1.1 without a Host. */
    private static boolean isOfRequest(RoutingContext context, Throwable failure) {
        return failure instanceof WebSocketHandshakeException
                || (failure instanceof VertxException && context.statusCode() == HttpResponseStatus.BAD_REQUEST.code());
    }

    private static FailureException byStatus(int status) {
        for (Failure failure : Failure.values()) {
            if (failure.status() == status) {
                return failure.asException();
            }
        }
        return (status >= 400 && status < 500 ? Failure.BAD_REQUEST : Failure.INTERNAL).asException();
    }
}
