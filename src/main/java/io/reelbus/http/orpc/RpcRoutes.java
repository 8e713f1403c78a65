package io.reelbus.http.orpc;

import io.reelbus.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /rpc/<path>}: the procedures of all features, for clients of oRPC. */
public final class RpcRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(RpcRoutes.class);
    private static final String PREFIX = "/rpc/";

    private final Map<String, Procedure> procedures;

    public RpcRoutes(List<Procedure> procedures) {
        this.procedures = procedures.stream().collect(Collectors.toMap(Procedure::path, Function.identity()));
    }

    @Override
    public void mount(Router router) {
        router.route(PREFIX + "*").handler(this::call);
    }

    private void call(RoutingContext context) {
        HttpServerRequest request = context.request();
        // The route answers for its prefix without the slash too.
        String path = context.normalizedPath();
        Procedure procedure = path.startsWith(PREFIX) ? procedures.get(path.substring(PREFIX.length())) : null;
        if (procedure == null) {
            fail(context, RpcException.of(404, "There is no such procedure."));
            return;
        }
        input(request, procedure)
                .map(text -> new Call(RpcInput.read(text.orElse(null)), lastEventId(request), request))
                .compose(procedure.work())
                .onSuccess(output -> answer(context, output))
                .onFailure(trouble -> fail(context, trouble));
    }

    private static Future<Optional<String>> input(HttpServerRequest request, Procedure procedure) {
        if (request.method() == HttpMethod.POST) {
            return RpcBody.read(request).map(Optional::of);
        }
        // What a link or an image of another page can cause must change nothing.
        return request.method() == HttpMethod.GET && procedure.safe()
                ? Future.succeededFuture(Optional.ofNullable(request.getParam("data")))
                : Future.failedFuture(
                        RpcException.of(405, "This procedure is not called by " + request.method() + "."));
    }

    private static Optional<String> lastEventId(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("last-event-id"));
    }

    private static void answer(RoutingContext context, Output output) {
        if (output instanceof Output.Value value) {
            send(context, 200, envelope(value.json()));
        } else if (output instanceof Output.Events events) {
            events.begin().accept(EventIterator.open(context));
        }
    }

    private static JsonObject envelope(@Nullable Object json) {
        return json == null ? new JsonObject() : new JsonObject().put("json", json);
    }

    private static void fail(RoutingContext context, Throwable trouble) {
        if (context.response().closed()) {
            LOG.debug("client left before its answer", trouble);
            return;
        }
        RpcException error = RpcException.of(trouble);
        if (error.status() == 500) {
            LOG.atError()
                    .addKeyValue("path", context.request().path())
                    .setCause(trouble)
                    .log("call failed");
        }
        if (error.status() == 429 || error.status() == 503) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "5");
        }
        send(context, error.status(), error.envelope());
    }

    private static void send(RoutingContext context, int status, JsonObject envelope) {
        HttpServerResponse response = context.response();
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(envelope.toBuffer())
                .onFailure(gone -> LOG.debug("client left before its answer", gone));
    }
}
