package io.reelbus.upload.tus;

import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.upload.Door;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * {@code /uploads}: resumable uploads by the tus protocol, 1.0 (its document is the source of every rule here), with
 * creation, creation with upload, creation with deferred length, termination, checksum, expiration and concatenation.
 */
public final class TusRoutes implements Routes {
    static final String PATH = "/uploads";

    private static final Map<String, HttpMethod> OVERRIDES = Map.of(
            "OPTIONS", HttpMethod.OPTIONS,
            "POST", HttpMethod.POST,
            "HEAD", HttpMethod.HEAD,
            "PATCH", HttpMethod.PATCH,
            "DELETE", HttpMethod.DELETE);

    private final TusRequests requests;
    private final Door door;
    private final long maxBytes;
    private final Map<HttpMethod, BiFunction<RoutingContext, FileId, Future<Void>>> toOne;

    public TusRoutes(TusTools tools) {
        this.requests = new TusRequests(tools);
        this.door = tools.door();
        this.maxBytes = tools.maxBytes();
        this.toOne = Map.of(
                HttpMethod.HEAD, requests::head,
                HttpMethod.PATCH, requests::patch,
                HttpMethod.DELETE, requests::delete);
    }

    @Override
    public void mount(Router router) {
        router.route(PATH).handler(this::all);
        router.route(PATH + "/").handler(this::all);
        router.route(PATH + "/:id").handler(this::one);
    }

    private void all(RoutingContext context) {
        HttpMethod method = method(context);
        if (method == HttpMethod.OPTIONS) {
            options(context);
        } else if (method == HttpMethod.POST) {
            serve(context, requests::post);
        } else {
            serve(context, none -> Future.failedFuture(Failure.METHOD_NOT_ALLOWED.asException()));
        }
    }

    private void one(RoutingContext context) {
        HttpMethod method = method(context);
        if (method == HttpMethod.OPTIONS) {
            options(context);
            return;
        }
        var work = toOne.get(method);
        serve(
                context,
                each -> work == null
                        ? Future.failedFuture(Failure.METHOD_NOT_ALLOWED.asException())
                        : FileId.parse(context.pathParam("id"))
                                .map(id -> work.apply(each, id))
                                .orElseGet(() -> Future.failedFuture(Failure.NOT_FOUND.asException())));
    }

    /** Clients that can send nothing but GET and POST say in a header what they mean; TRACE stands for nonsense. */
    private static HttpMethod method(RoutingContext context) {
        String meant = context.request().getHeader(Tus.METHOD_OVERRIDE);
        return meant == null
                ? context.request().method()
                : OVERRIDES.getOrDefault(meant.strip().toUpperCase(Locale.ROOT), HttpMethod.TRACE);
    }

    private void serve(RoutingContext context, Function<RoutingContext, Future<Void>> work) {
        HttpServerResponse response = context.response();
        response.putHeader(Tus.RESUMABLE, Tus.VERSION).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (!Tus.VERSION.equals(context.request().getHeader(Tus.RESUMABLE))) {
            response.putHeader(Tus.SUPPORTED, Tus.VERSION);
            refuse(context, Failure.TUS_VERSION.because("Say Tus-Resumable: " + Tus.VERSION + "."));
            return;
        }
        Future.<Void>succeededFuture()
                .compose(begin -> work.apply(context))
                .onFailure(trouble -> refuse(context, trouble));
    }

    private void refuse(RoutingContext context, Throwable trouble) {
        FailureException failure = Problem.failure(trouble);
        if (failure.failure() == Failure.METHOD_NOT_ALLOWED) {
            context.response().putHeader(HttpHeaders.ALLOW, "OPTIONS, POST, HEAD, PATCH, DELETE");
        }
        door.refuse(context, trouble);
    }

    private void options(RoutingContext context) {
        context.response()
                .setStatusCode(204)
                .putHeader(Tus.RESUMABLE, Tus.VERSION)
                .putHeader(Tus.SUPPORTED, Tus.VERSION)
                .putHeader(Tus.EXTENSION, Tus.EXTENSIONS)
                .putHeader(Tus.MAX_SIZE, Long.toString(maxBytes))
                .putHeader(Tus.ALGORITHMS, Checksum.NAMES)
                .end()
                .onFailure(gone -> context.request().connection().close());
    }
}
