package io.reelbus.store;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** The multipart uploads of a bucket by the addresses of what they will be; blocking. */
record Multiparts(S3Client client, S3Config config) {
    /** A multipart upload that is neither complete nor aborted. */
    record Begun(String address, String id) {}

    private String key(String address) {
        return config.prefix() + address;
    }

    Begun begin(String address) {
        return new Begun(
                address,
                client.createMultipartUpload(
                                begin -> begin.bucket(config.bucket()).key(key(address)))
                        .uploadId());
    }

    /** Those under way whose address begins so. */
    Stream<Begun> underWay(String begin) {
        return client
                .listMultipartUploadsPaginator(
                        list -> list.bucket(config.bucket()).prefix(key(begin)))
                .uploads()
                .stream()
                .map(this::begun);
    }

    private Begun begun(MultipartUpload upload) {
        return new Begun(upload.key().substring(config.prefix().length()), upload.uploadId());
    }

    /** In the order of their numbers. */
    List<SentPart> parts(Begun upload) {
        return client
                .listPartsPaginator(list ->
                        list.bucket(config.bucket()).key(key(upload.address())).uploadId(upload.id()))
                .parts()
                .stream()
                .map(each -> new SentPart(each.partNumber(), each.size(), each.eTag()))
                .toList();
    }

    SentPart add(Begun upload, int number, StagedPart part) {
        String tag = client.uploadPart(
                        put -> put.bucket(config.bucket())
                                .key(key(upload.address()))
                                .uploadId(upload.id())
                                .partNumber(number)
                                .overrideConfiguration(S3Connection.patience(part.size())),
                        RequestBody.fromFile(part.file()))
                .eTag();
        return new SentPart(number, part.size(), tag);
    }

    /** Copies within S3, from {@code from} to before {@code to}. */
    SentPart copy(Begun upload, int number, String source, long from, long to) {
        String tag = client.uploadPartCopy(copy -> copy.sourceBucket(config.bucket())
                        .sourceKey(key(source))
                        .copySourceRange("bytes=" + from + "-" + (to - 1))
                        .destinationBucket(config.bucket())
                        .destinationKey(key(upload.address()))
                        .uploadId(upload.id())
                        .partNumber(number)
                        .overrideConfiguration(S3Connection.patience(to - from)))
                .copyPartResult()
                .eTag();
        return new SentPart(number, to - from, tag);
    }

    /** Fails where a part is not the one that its tag tells of. Parts that are not named are dropped. */
    void complete(Begun upload, List<SentPart> parts) {
        List<CompletedPart> named = parts.stream()
                .map(each -> CompletedPart.builder()
                        .partNumber(each.number())
                        .eTag(each.tag())
                        .build())
                .toList();
        long size = parts.stream().mapToLong(SentPart::size).sum();
        var unused = client.completeMultipartUpload(complete -> complete.bucket(config.bucket())
                .key(key(upload.address()))
                .uploadId(upload.id())
                .multipartUpload(all -> all.parts(named))
                .overrideConfiguration(S3Connection.patience(size >> 4)));
    }

    void abort(Begun upload) {
        try {
            var unused = client.abortMultipartUpload(abort ->
                    abort.bucket(config.bucket()).key(key(upload.address())).uploadId(upload.id()));
        } catch (NoSuchUploadException gone) {
            // That is what was asked for.
        }
    }
}
