package io.reelbus.upload.tus;

import io.reelbus.http.Links;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.upload.Door;
import io.reelbus.upload.Intake;
import io.reelbus.upload.Room;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What each request of the protocol says, done and answered. Headers are read before anything is done. */
final class TusRequests {
    private final TusUploads uploads;
    private final Joining joining;
    private final Staging staging;
    private final Room room;
    private final Intake intake;
    private final Door door;
    private final Links links;
    private final Function<FileId, Future<Void>> deleteVideo;

    TusRequests(TusTools tools) {
        this.uploads = new TusUploads(tools);
        this.joining = new Joining(tools);
        this.staging = tools.staging();
        this.room = tools.room();
        this.intake = tools.intake();
        this.door = tools.door();
        this.links = tools.links();
        this.deleteVideo = tools.deleteVideo();
    }

    Future<Void> post(RoutingContext context) {
        HttpServerRequest request = context.request();
        String metadata = Optional.ofNullable(request.getHeader(Tus.METADATA)).orElse("");
        Metadata read = Metadata.parse(metadata);
        // A priority that is none is refused now, not when all has come.
        int unused = read.priority();
        Concatenation concatenation = Concatenation.parse(request.getHeader(Tus.CONCAT));
        OptionalLong length = Door.number(request, Tus.LENGTH);
        if (concatenation instanceof Concatenation.Final joined) {
            if (length.isPresent()) {
                throw Failure.BAD_REQUEST.because("An upload that is joined of parts has no Upload-Length of its own.");
            }
            return door.take(context.request(), () -> joining.join(joined, read))
                    .compose(stored -> created(context, stored.fileId()).end());
        }
        String deferred = request.getHeader(Tus.DEFER_LENGTH);
        if (length.isPresent() ? deferred != null : !"1".equals(deferred)) {
            throw Failure.BAD_REQUEST.because("Say either Upload-Length or Upload-Defer-Length: 1.");
        }
        boolean partial = concatenation instanceof Concatenation.Partial;
        return door.take(context.request(), () -> create(request, length, metadata, partial))
                .compose(standing ->
                        told(created(context, standing.fileId()), standing).end());
    }

    private Future<Standing> create(HttpServerRequest request, OptionalLong length, String metadata, boolean partial) {
        Optional<Piece> piece = isPiece(request) ? Optional.of(piece(request)) : Optional.empty();
        return uploads.create(length, metadata, partial)
                .compose(begun -> piece.isPresent()
                        ? uploads.append(begun.fileId(), 0, OptionalLong.empty(), piece.get())
                                // Its client has never heard of it.
                                .recover(trouble ->
                                        uploads.remove(begun.fileId()).transform(gone -> Future.failedFuture(trouble)))
                        : Future.succeededFuture(begun));
    }

    private HttpServerResponse created(RoutingContext context, FileId fileId) {
        return context.response().setStatusCode(201).putHeader(HttpHeaders.LOCATION, links.upload(fileId));
    }

    Future<Void> head(RoutingContext context, FileId fileId) {
        return uploads.look(fileId).compose(standing -> {
            HttpServerResponse response = told(context.response(), standing);
            standing.size()
                    .ifPresentOrElse(
                            size -> response.putHeader(Tus.LENGTH, Long.toString(size)),
                            () -> response.putHeader(Tus.DEFER_LENGTH, "1"));
            if (!standing.metadata().isEmpty()) {
                response.putHeader(Tus.METADATA, standing.metadata());
            }
            standing.concat().ifPresent(concat -> response.putHeader(Tus.CONCAT, concat));
            return response.end();
        });
    }

    Future<Void> patch(RoutingContext context, FileId fileId) {
        HttpServerRequest request = context.request();
        if (!isPiece(request)) {
            throw Failure.NOT_A_PIECE.asException();
        }
        long offset = Door.number(request, Tus.OFFSET)
                .orElseThrow(() -> Failure.BAD_REQUEST.because("The header Upload-Offset is missing."));
        OptionalLong length = Door.number(request, Tus.LENGTH);
        Piece piece = piece(request);
        return door.take(context.request(), () -> uploads.append(fileId, offset, length, piece))
                .compose(standing ->
                        told(context.response().setStatusCode(204), standing).end());
    }

    Future<Void> delete(RoutingContext context, FileId fileId) {
        return uploads.remove(fileId)
                .compose(removed -> removed.isPresent() ? Future.succeededFuture() : deleteVideo.apply(fileId))
                .compose(gone -> context.response().setStatusCode(204).end());
    }

    private static boolean isPiece(HttpServerRequest request) {
        return Tus.PIECE.equals(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    private Piece piece(HttpServerRequest request) {
        Door.requirePlain(request);
        Optional<Checksum> checksum = Checksum.parse(request.getHeader(Tus.CHECKSUM));
        return new Piece(Door.length(request), sink -> {
            Door.proceed(request);
            return checksum.map(sum -> stage(request, sum, sink)).orElseGet(() -> intake.pour(request, sink));
        });
    }

    /** On the disk of this node it takes as much room again, which may be the store's too. */
    private Future<Void> stage(HttpServerRequest request, Checksum checksum, HeldSink sink) {
        return room.within(Door.length(request), space -> staging.pour(intake, request, checksum, sink, space));
    }

    private static HttpServerResponse told(HttpServerResponse response, Standing standing) {
        standing.expiresAt()
                .ifPresent(at -> response.putHeader(
                        Tus.EXPIRES, DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC))));
        return response.putHeader(Tus.OFFSET, Long.toString(standing.offset()));
    }
}
