package io.reelbus.upload;

import io.reelbus.http.Routes;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code PUT /api/videos/{uuid}?filename=&priority=&profile=}: the bytes of a file as they are, under an id that the client
 * chose. Saying it again changes nothing, so a client that has heard no answer may always do so.
 */
public final class RawRoutes implements Routes {
    private final Ingest ingest;
    private final Repeatable repeatable;
    private final Room room;
    private final Intake intake;
    private final Door door;

    public RawRoutes(Ingest ingest, Repeatable repeatable, Room room, Intake intake, Door door) {
        this.ingest = ingest;
        this.repeatable = repeatable;
        this.room = room;
        this.intake = intake;
        this.door = door;
    }

    @Override
    public void mount(Router router) {
        router.put("/api/videos/:id").handler(this::put);
    }

    private void put(RoutingContext context) {
        door.take(context.request(), () -> receive(context))
                .onSuccess(receipt -> answer(context, receipt))
                .onFailure(trouble -> door.refuse(context, trouble));
    }

    private void answer(RoutingContext context, Receipt receipt) {
        context.response().setStatusCode(receipt.isNew() ? 201 : 200);
        context.response().putHeader(HttpHeaders.LOCATION, ingest.location(receipt));
        context.json(ingest.answer(receipt))
                .onFailure(gone -> context.response().reset());
    }

    private Future<Receipt> receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        FileId fileId = FileId.parse(context.pathParam("id"))
                .orElseThrow(() -> Failure.BAD_REQUEST.because("The id must be a UUID in lower case."));
        Door.requirePlain(request);
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith("multipart/")) {
            throw Failure.BAD_REQUEST.because("Send the bytes of the file alone; forms go to POST.");
        }
        String filename = Optional.ofNullable(request.getParam("filename")).orElse("");
        PlainForm said = PlainForm.of(request);
        OptionalLong length = Door.length(request);
        return repeatable
                .open(
                        fileId,
                        length,
                        Failure.BYTES_DIFFER,
                        () -> ingest.profiles().choose(said.profile()).compose(known -> room.reserve(length)))
                .compose(incoming -> Future.<Void>succeededFuture()
                        .compose(opened -> {
                            Door.proceed(request);
                            return intake.pour(request, incoming.sink());
                        })
                        .compose(
                                all -> incoming.finish(
                                        filename,
                                        type == null ? "" : type,
                                        new Wishes(said.priority(), said.profile(), true)),
                                cut -> incoming.abandon().transform(gone -> Future.failedFuture(cut))));
    }
}
