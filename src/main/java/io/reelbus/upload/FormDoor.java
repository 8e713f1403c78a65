package io.reelbus.upload;

import io.reelbus.http.Draining;
import io.reelbus.http.Problem;
import io.reelbus.http.orpc.RpcException;
import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What every door does whose uploads come as a multipart form, whatever it answers. */
public final class FormDoor {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(\"[^\"]+\"|[^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final Vertx vertx;
    private final Ingest ingest;
    private final Draining draining;

    public FormDoor(Vertx vertx, Ingest ingest, Draining draining) {
        this.vertx = vertx;
        this.ingest = ingest;
        this.draining = draining;
    }

    Ingest ingest() {
        return ingest;
    }

    /**
     * Takes the form of a request of which nothing was read. Succeeds once its file is safe; after a failure nothing of
     * it is left, the client can be answered, and its connection closes where it still sends. {@code rules} may throw
     * what is wrong with the request.
     */
    Future<Ingest.Stored> receive(HttpServerRequest request, Function<HttpServerRequest, FormRules> rules) {
        return receive(request, rules, ingest::begin);
    }

    /** The same, into whatever {@code open} opens. */
    Future<Ingest.Stored> receive(
            HttpServerRequest request,
            Function<HttpServerRequest, FormRules> rules,
            Supplier<Future<Ingest.Incoming>> open) {
        return check(request)
                .map(checked -> rules.apply(request))
                .compose(known -> enter(request)
                        .compose(entered ->
                                FileForm.read(request, ingest, open, known).onComplete(over -> draining.leave())))
                .onFailure(trouble -> refuse(request, trouble));
    }

    /** Meters a refusal, and sees to it that the answer is read. */
    void refuse(HttpServerRequest request, Throwable trouble) {
        Lingering.dropTheRest(vertx, request);
        ingest.meters()
                .refused(
                        trouble instanceof RpcException
                                ? Failure.BAD_REQUEST
                                : Problem.failure(trouble).failure());
    }

    private Future<Void> enter(HttpServerRequest request) {
        if (!draining.enter()) {
            return Future.failedFuture(Draining.refusal());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return Future.succeededFuture();
    }

    /** What the headers alone tell, before the first byte is taken. */
    private Future<Void> check(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Future.failedFuture(Failure.NOT_MULTIPART.asException());
        }
        if (!BOUNDARY.matcher(type).find()) {
            return Future.failedFuture(Failure.BOUNDARY_MISSING.asException());
        }
        if (length != null && !LENGTH.matcher(length).matches()) {
            return Future.failedFuture(Failure.BAD_REQUEST.because("The Content-Length is not a number of bytes."));
        }
        return length != null && Long.parseLong(length) > ingest.maxBytes() + FileForm.OVERHEAD
                ? Future.failedFuture(Failure.TOO_LARGE.because(
                        "The file is larger than this server accepts, which is " + ingest.maxBytes() + " bytes."))
                : Future.succeededFuture();
    }
}
