package io.reelbus.video;

import io.reelbus.job.FailureException;
import io.reelbus.store.MediaFile;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers a request with a file of the media store: whole or a range of it, or that the client has it already. */
final class FileAnswer {
    private FileAnswer() {}

    /** {@code etag} is a strong validator, with its quotes. */
    static Future<Void> send(RoutingContext context, MediaFile file, String type, String etag) {
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
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        range.ifPresent(part ->
                response.setStatusCode(206).putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(file.size())));
        ByteRange bytes = range.orElse(new ByteRange(0, file.size()));
        if (request.method() == HttpMethod.HEAD) {
            return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(bytes.length()))
                    .end();
        }
        return response.sendFile(file.path().toString(), bytes.from(), bytes.length());
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
