package io.reelbus.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongConsumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The objects of a bucket by their addresses in the media store, which stand behind a prefix there; blocking. */
final class Bucket implements AutoCloseable {
    /** As many objects as S3 removes in one call. */
    private static final int BATCH = 1000;

    /** How the addresses of the objects begin by which the bucket is tried out. */
    private static final String PING = ".ping-";

    private final S3Connection s3;
    private final S3Config config;

    /** An object, complete. */
    record Found(String address, long size) {}

    private Bucket(S3Connection s3, S3Config config) {
        this.s3 = s3;
        this.config = config;
    }

    /** Fails with an IllegalArgumentException that says why where it cannot be written to, read or listed. */
    static Bucket open(S3Config config) {
        Optional<Bucket> opened = Optional.empty();
        try {
            Bucket bucket = new Bucket(S3Connection.open(config), config);
            opened = Optional.of(bucket);
            // First by a call that sends nothing: who is refused while it writes may not get to read why.
            List<Found> unused = bucket.list(PING);
            bucket.tryOut();
            return bucket;
        } catch (SdkException trouble) {
            opened.ifPresent(Bucket::close);
            throw S3Trouble.atStart(trouble, config);
        }
    }

    /** Writes a small object, reads it and removes it. */
    void tryOut() {
        String address = PING + UUID.randomUUID();
        put(address, address);
        byte[] again = read(address, 0, address.length());
        delete(List.of(address));
        if (!address.equals(new String(again, StandardCharsets.UTF_8))) {
            throw SdkClientException.create("what was written cannot be read again");
        }
    }

    Multiparts multiparts() {
        return new Multiparts(s3.client(), config);
    }

    private String key(String address) {
        return config.prefix() + address;
    }

    OptionalLong size(String address) {
        try {
            return OptionalLong.of(s3.client()
                    .headObject(head -> head.bucket(config.bucket()).key(key(address)))
                    .contentLength());
        } catch (NoSuchKeyException none) {
            return OptionalLong.empty();
        }
    }

    void put(String address, Path file, long size) {
        put(address, file, size, sent -> {});
    }

    /** {@code sent} is told, as often as bytes are read of it, how many were so far; anew where the call is repeated. */
    void put(String address, Path file, long size, LongConsumer sent) {
        String type = RequestBody.fromFile(file).contentType();
        var unused = s3.client()
                .putObject(
                        put -> put.bucket(config.bucket())
                                .key(key(address))
                                .overrideConfiguration(S3Connection.patience(size)),
                        RequestBody.fromContentProvider(
                                ContentStreamProvider.fromInputStreamSupplier(() -> counted(file, sent)), size, type));
    }

    private static InputStream counted(Path file, LongConsumer sent) {
        try {
            return new CountedStream(Files.newInputStream(file), sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(String address, String text) {
        var unused = s3.client()
                .putObject(put -> put.bucket(config.bucket()).key(key(address)), RequestBody.fromString(text));
    }

    byte[] read(String address, long from, int length) {
        return s3.client()
                .getObjectAsBytes(get -> get.bucket(config.bucket())
                        .key(key(address))
                        .range("bytes=" + from + "-" + (from + length - 1)))
                .asByteArray();
    }

    /** All of an object that is small and text. */
    String text(String address) {
        return s3.client()
                .getObjectAsBytes(get -> get.bucket(config.bucket()).key(key(address)))
                .asUtf8String();
    }

    /** All of it, as it comes; {@code size} is what it should have. */
    InputStream stream(String address, long size) {
        return s3.client()
                .getObject(
                        get -> get.bucket(config.bucket())
                                .key(key(address))
                                .overrideConfiguration(S3Connection.patience(size)),
                        ResponseTransformer.toInputStream());
    }

    /** Into a file that is not there. */
    void download(String address, long size, Path file) {
        long got = s3.client()
                .getObject(
                        get -> get.bucket(config.bucket())
                                .key(key(address))
                                .overrideConfiguration(S3Connection.patience(size)),
                        ResponseTransformer.toFile(file))
                .contentLength();
        if (got != size || file.toFile().length() != size) {
            throw SdkClientException.create("the object is not as large as it was");
        }
    }

    /** All objects whose address begins so, in the order of their addresses. */
    List<Found> list(String begin) {
        return s3
                .client()
                .listObjectsV2Paginator(list -> list.bucket(config.bucket()).prefix(key(begin)))
                .contents()
                .stream()
                .map(each -> new Found(each.key().substring(config.prefix().length()), each.size()))
                .toList();
    }

    /** Nothing happens where there is none of them. */
    void delete(List<String> addresses) {
        for (int from = 0; from < addresses.size(); from += BATCH) {
            List<ObjectIdentifier> batch = addresses.subList(from, Math.min(from + BATCH, addresses.size())).stream()
                    .map(each -> ObjectIdentifier.builder().key(key(each)).build())
                    .toList();
            var answer = s3.client()
                    .deleteObjects(delete -> delete.bucket(config.bucket())
                            .delete(these -> these.objects(batch).quiet(true)));
            if (answer.hasErrors() && !answer.errors().isEmpty()) {
                throw SdkClientException.create(
                        "not all could be removed: " + answer.errors().get(0).code());
            }
        }
    }

    /** Whether clients may fetch by links of their own; then what signs those, which may have to be asked for. */
    Optional<AwsCredentials> signer() {
        return config.presignSeconds() == 0
                ? Optional.empty()
                : Optional.of(s3.credentials().resolveCredentials());
    }

    /** A link to the object for a while; made without I/O. */
    URI link(String address, String type, Optional<String> disposition, AwsCredentials signer) {
        return URI.create(s3.presigner()
                .presignGetObject(link -> link.signatureDuration(Duration.ofSeconds(config.presignSeconds()))
                        .getObjectRequest(get -> get.bucket(config.bucket())
                                .key(key(address))
                                .responseContentType(type)
                                .responseContentDisposition(disposition.orElse(null))
                                .overrideConfiguration(
                                        call -> call.credentialsProvider(StaticCredentialsProvider.create(signer)))))
                .url()
                .toString());
    }

    @Override
    public void close() {
        s3.close();
    }
}
