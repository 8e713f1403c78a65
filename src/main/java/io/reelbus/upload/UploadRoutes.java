package io.reelbus.upload;

import io.reelbus.http.Draining;
import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.Priority;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The multipart doors: {@code POST /storage/upload/video} of the original protocol, and {@code POST /api/videos}. */
public final class UploadRoutes implements Routes {
    /** What a form may hold beside its file: boundaries, part headers and other fields. */
    private static final long FORM_OVERHEAD = 64 * 1024;

    /** How long a refused client may go on sending before its connection is closed, so that it reads its answer. */
    private static final long LINGER_MS = 2_000;

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(\"[^\"]+\"|[^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final Ingest ingest;
    private final Draining draining;

    public UploadRoutes(Ingest ingest, Draining draining) {
        this.ingest = ingest;
        this.draining = draining;
    }

    @Override
    public void mount(Router router) {
        router.post("/storage/upload/video").handler(context -> receive(context, 200));
        router.post("/api/videos").handler(context -> receive(context, 201));
    }

    private void receive(RoutingContext context, int status) {
        HttpServerRequest request = context.request();
        Optional<FailureException> refusal = refusal(request);
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
            return;
        }
        if (!draining.enter()) {
            refuse(context, Draining.refusal());
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        int priority = priority(request).orElse(Priority.DEFAULT);
        FileForm.read(request, ingest::begin, ingest.maxBytes() + FORM_OVERHEAD, priority)
                .onComplete(over -> draining.leave())
                .onSuccess(stored -> {
                    if (status == 201) {
                        context.response().putHeader(HttpHeaders.LOCATION, ingest.location(stored));
                    }
                    context.response().setStatusCode(status);
                    context.json(ingest.answer(stored))
                            .onFailure(gone -> context.response().reset());
                })
                .onFailure(trouble -> refuse(context, trouble));
    }

    /** What the headers alone tell, before the first byte is taken. */
    private Optional<FailureException> refusal(HttpServerRequest request) {
        String type = String.valueOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Optional.of(Failure.NOT_MULTIPART.asException());
        }
        if (!BOUNDARY.matcher(type).find()) {
            return Optional.of(Failure.BOUNDARY_MISSING.asException());
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && !LENGTH.matcher(length).matches()) {
            return Optional.of(Failure.BAD_REQUEST.because("The Content-Length is not a number of bytes."));
        }
        if (length != null && Long.parseLong(length) > ingest.maxBytes() + FORM_OVERHEAD) {
            return Optional.of(Failure.TOO_LARGE.because(
                    "The file is larger than this server accepts, which is " + ingest.maxBytes() + " bytes."));
        }
        return priority(request).isEmpty()
                ? Optional.of(Failure.BAD_REQUEST.because(FileForm.BAD_PRIORITY))
                : Optional.empty();
    }

    /** Empty where the query has one that is none. */
    private static Optional<Integer> priority(HttpServerRequest request) {
        String text = request.getParam(FileForm.PRIORITY);
        return text == null ? Optional.of(Priority.DEFAULT) : Priority.parse(text);
    }

    /** Answers at once and then closes, for nobody wants the rest of the bytes. */
    private void refuse(RoutingContext context, Throwable trouble) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.handler(dropped -> {});
            request.endHandler(ended -> {});
            request.resume();
            long linger = context.vertx()
                    .setTimer(LINGER_MS, late -> request.connection().close());
            request.connection().closeHandler(closed -> context.vertx().cancelTimer(linger));
        }
        ingest.announcer().refused(Problem.failure(trouble).failure());
        Problem.send(context, trouble);
    }
}
