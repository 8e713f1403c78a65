package io.reelbus.video;

import io.reelbus.job.FailureException;
import io.reelbus.store.MediaFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers a request with a file of the media store: whole or a range of it, or that the client has it already. */
final class FileAnswer {
    /** Of a file that is not on this machine: few requests for it, and little memory for each client. */
    private static final int PIECE = 1 << 20;

    private FileAnswer() {}

    /**
     * Sends the client to a link where there is one, unless the file names others by relative addresses.
     *
     * @param etag a strong validator, with its quotes
     */
    static Future<Void> send(RoutingContext context, MediaFile file, OutputType type, String etag) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .putHeader("x-content-type-options", "nosniff");
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            return response.setStatusCode(304).end();
        }
        Optional<ByteRange> range;
        try {
            range = range(request, file.size(), etag);
        } catch (FailureException unsatisfiable) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size());
            return Future.failedFuture(unsatisfiable);
        }
        if (request.method() == HttpMethod.GET && !type.namesOthers()) {
            Optional<URI> link = file.link(
                    type.contentType(), Optional.ofNullable(response.headers().get(HttpHeaders.CONTENT_DISPOSITION)));
            if (link.isPresent()) {
                return redirect(response, link.get());
            }
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type.contentType());
        range.ifPresent(part ->
                response.setStatusCode(206).putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(file.size())));
        ByteRange bytes = range.orElse(new ByteRange(0, file.size()));
        if (request.method() == HttpMethod.HEAD) {
            return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes.length()))
                    .end();
        }
        return file.path()
                .map(path -> response.sendFile(path.toString(), bytes.from(), bytes.length()))
                .orElseGet(() -> {
                    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes.length()));
                    return Future.future(done -> relay(file, bytes, response, done));
                });
    }

    /** To a link that is this request's alone; the client repeats its range there by itself. */
    private static Future<Void> redirect(HttpServerResponse response, URI link) {
        response.headers().remove(HttpHeaders.ETAG).remove(HttpHeaders.CONTENT_DISPOSITION);
        return response.setStatusCode(302)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.LOCATION, link.toString())
                .end();
    }

    /** Hands on what is elsewhere, piece by piece, each once the client has taken the one before. */
    private static void relay(MediaFile file, ByteRange left, HttpServerResponse response, Promise<Void> done) {
        if (left.length() == 0) {
            response.end().onComplete(done);
            return;
        }
        int length = (int) Math.min(PIECE, left.length());
        file.read(left.from(), length)
                .compose(response::write)
                .onSuccess(taken ->
                        relay(file, new ByteRange(left.from() + length, left.length() - length), response, done))
                .onFailure(done::fail);
    }

    /** The range asked for; none where If-Range names another version of the file. */
    private static Optional<ByteRange> range(HttpServerRequest request, long size, String etag) {
        String ifRange = request.getHeader("if-range");
        return ifRange != null && !ifRange.equals(etag)
                ? Optional.empty()
                : ByteRange.of(request.getHeader("range"), size);
    }

    private static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String each : ifNoneMatch.split(",")) {
            String tag = each.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
