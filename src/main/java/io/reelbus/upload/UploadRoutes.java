package io.reelbus.upload;

import io.reelbus.http.Problem;
import io.reelbus.http.Routes;
import io.reelbus.http.orpc.Answer;
import io.reelbus.http.orpc.Wire;
import io.reelbus.job.Failure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;

/**
 * The doors for multipart forms: {@code POST /storage/upload/video} of the original protocol, whose errors are those of
 * oRPC's OpenAPI protocol, and {@code POST /api/videos}.
 */
public final class UploadRoutes implements Routes {
    private static final String ORIGINAL = "/storage/upload/video";

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final FormDoor door;
    private final Repeatable repeatable;

    public UploadRoutes(FormDoor door, Repeatable repeatable) {
        this.door = door;
        this.repeatable = repeatable;
    }

    @Override
    public void mount(Router router) {
        router.post(ORIGINAL).handler(this::original);
        router.route(ORIGINAL).handler(UploadRoutes::refuseMethod);
        router.post("/api/videos").handler(this::create);
    }

    private void original(RoutingContext context) {
        receive(context.request())
                .onSuccess(stored -> answer(context, 200, stored))
                .onFailure(trouble -> Answer.error(context, Wire.OPENAPI, trouble));
    }

    private static void refuseMethod(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ALLOW, "POST");
        Answer.error(context, Wire.OPENAPI, Failure.METHOD_NOT_ALLOWED.asException());
    }

    private void create(RoutingContext context) {
        receive(context.request())
                .onSuccess(stored -> {
                    context.response()
                            .putHeader(HttpHeaders.LOCATION, door.ingest().location(stored));
                    answer(context, 201, stored);
                })
                .onFailure(trouble -> Problem.send(context, trouble));
    }

    private Future<Receipt> receive(HttpServerRequest request) {
        String key = request.getHeader(IDEMPOTENCY_KEY);
        return key == null
                ? door.receive(request, PlainForm::of)
                : IdempotencyKey.fileId(key)
                        .map(id -> door.receive(
                                request,
                                PlainForm::of,
                                // Of a video that is there already nothing is asked but its bytes.
                                known -> Future.succeededFuture(),
                                space -> repeatable.open(
                                        id,
                                        OptionalLong.empty(),
                                        Failure.KEY_REUSED,
                                        () -> door.allow(PlainForm.of(request)).map(allowed -> space))))
                        .orElseGet(() -> door.refused(request, IdempotencyKey.refusal()));
    }

    private void answer(RoutingContext context, int status, Receipt stored) {
        context.response().setStatusCode(status);
        context.json(door.ingest().answer(stored))
                .onFailure(gone -> context.response().reset());
    }
}
