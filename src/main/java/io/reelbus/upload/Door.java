package io.reelbus.upload;

import io.reelbus.http.Draining;
import io.reelbus.http.Problem;
import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What all upload doors have in common: what is refused by the headers alone, and how a refusal reaches its client. */
public final class Door {
    /** How long a refused client may go on sending before its connection is closed, so that it reads its answer. */
    private static final long LINGER_MS = 2_000;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final Vertx vertx;
    private final Draining draining;
    private final Announcer announcer;

    public Door(Vertx vertx, Draining draining, Announcer announcer) {
        this.vertx = vertx;
        this.draining = draining;
        this.announcer = announcer;
    }

    /**
     * Does this work with the request's body, which a drain waits for; what it throws is what this fails with. The request
     * is paused until the work takes it.
     */
    public <T> Future<T> take(HttpServerRequest request, Supplier<Future<T>> work) {
        if (!draining.enter()) {
            return Future.failedFuture(Draining.refusal());
        }
        request.pause();
        return Future.<Void>succeededFuture().compose(begin -> work.get()).onComplete(over -> {
            draining.leave();
            if (over.succeeded() && !request.isEnded()) {
                request.handler(notAsked -> {}).resume();
            }
        });
    }

    /** Asks a client for the body that waits to be asked. */
    public static void proceed(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response()
                    .writeContinue()
                    .onFailure(gone -> request.connection().close());
        }
    }

    /** How many bytes the body has; empty where only its end will tell. Throws BAD_REQUEST where the header is none. */
    public static OptionalLong length(HttpServerRequest request) {
        return number(request, HttpHeaders.CONTENT_LENGTH.toString());
    }

    /** The whole number in this header; throws BAD_REQUEST where there is something else. */
    public static OptionalLong number(HttpServerRequest request, String header) {
        String text = request.getHeader(header);
        if (text == null) {
            return OptionalLong.empty();
        }
        if (!LENGTH.matcher(text).matches()) {
            throw Failure.BAD_REQUEST.because("The header " + header + " is not a whole number.");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** Bytes that are encoded for the way are not the file's: throws ENCODED_BODY. */
    public static void requirePlain(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Failure.ENCODED_BODY.asException();
        }
    }

    /** Answers with the problem, once {@link #dismiss} has seen to the rest of the body. */
    public void refuse(RoutingContext context, Throwable trouble) {
        dismiss(context.request(), trouble);
        Problem.send(context, trouble);
    }

    /** Counts a refusal, and closes the connection behind the answer where nobody wants the rest of the bytes. */
    public void dismiss(HttpServerRequest request, Throwable trouble) {
        if (!request.isEnded() && hasBody(request)) {
            request.handler(dropped -> {});
            request.endHandler(ended -> {});
            request.resume();
            endSoon(request);
        }
        announcer.refused(Problem.failure(trouble).failure());
    }

    private void endSoon(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            // Other requests are on their way on the same connection.
            vertx.setTimer(LINGER_MS, late -> request.response().reset());
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        long linger = vertx.setTimer(LINGER_MS, late -> request.connection().close());
        request.connection().closeHandler(closed -> vertx.cancelTimer(linger));
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null : !length.equals("0");
    }
}
