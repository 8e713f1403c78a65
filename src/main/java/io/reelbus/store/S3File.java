package io.reelbus.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A file of the media store that is an object of S3; {@code signer} is there where clients may fetch it by a link. */
record S3File(S3Store store, Bucket bucket, String address, long size, Optional<AwsCredentials> signer)
        implements MediaFile {
    @Override
    public Optional<Path> path() {
        return Optional.empty();
    }

    @Override
    public Future<Buffer> read(long from, int length) {
        int there = (int) Math.max(0, Math.min(length, size - from));
        return there == 0
                ? Future.succeededFuture(Buffer.buffer())
                : store.onS3(() -> Buffer.buffer(bucket.read(address, from, there)));
    }

    @Override
    public Optional<URI> link(String contentType, Optional<String> contentDisposition) {
        return signer.map(keys -> bucket.link(address, contentType, contentDisposition, keys));
    }
}
