package io.reelbus.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A small file of the jar, answered from memory. Vert.x's StaticHandler would unpack it into a temporary folder, which
 * a node that is killed leaves behind.
 */
public final class Asset {
    private final Buffer bytes;
    private final String type;
    private final String etag;

    private Asset(Buffer bytes, String type, String etag) {
        this.bytes = bytes;
        this.type = type;
        this.etag = etag;
    }

    /** Reads the class path resource of this absolute name; a missing one is a fault of the build. */
    public static Asset load(String resource) {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String mime = String.valueOf(MimeMapping.mimeTypeForFilename(resource));
            String type = mime.startsWith("text/") || mime.endsWith("javascript") ? mime + ";charset=utf-8" : mime;
            String etag = '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
            return new Asset(Buffer.buffer(bytes), type, etag);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }

    public void answer(RoutingContext context) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("x-content-type-options", "nosniff");
        boolean known = etag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH));
        (known
                        ? response.setStatusCode(304).end()
                        : response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(bytes))
                .onFailure(gone -> response.reset());
    }
}
