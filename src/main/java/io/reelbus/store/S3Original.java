package io.reelbus.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * What S3 has of one object that is being made: the parts of a multipart upload and, where a sink left less than a part
 * may have, the rest in an object of its own, the tail. How far it has come is read from S3 alone. A tail names the
 * offset at which it begins, and counts only where that is the sum of the parts: once the part that contains it is
 * there it is stale, whether or not somebody lived to remove it. Blocking; one call at a time.
 *
 * <p>A sink that was taken for dead may still deliver a part. Where its successor has not sent that one yet it is only
 * ahead of its time; where it has, S3 refuses to make the object, since the tag of the part is another, and the upload
 * fails. Only where the successor has suspended by then, and the late part has another size, does nobody notice.
 */
final class S3Original {
    private static final Logger LOG = LoggerFactory.getLogger(S3Original.class);
    private static final String TAIL = ".tail.";

    private final Bucket bucket;
    private final Multiparts multiparts;
    private final String address;
    private final OptionalLong complete;
    private final List<Bucket.Found> tails = new ArrayList<>();
    private final List<CompletedPart> parts = new ArrayList<>();
    /** There are some where S3's answer to beginning one was lost, and it was asked again. */
    private final List<Multiparts.Begun> strays = new ArrayList<>();

    private Optional<Multiparts.Begun> upload = Optional.empty();
    private long sent;

    private S3Original(Bucket bucket, String address, List<Bucket.Found> objects) {
        this.bucket = bucket;
        this.multiparts = bucket.multiparts();
        this.address = address;
        this.complete = objects.stream()
                .filter(each -> each.address().equals(address))
                .mapToLong(Bucket.Found::size)
                .findFirst();
        objects.stream()
                .filter(each -> each.address().startsWith(address + TAIL))
                .forEach(tails::add);
    }

    /** What there is of it now, which may be nothing. */
    static S3Original find(Bucket bucket, String address) {
        S3Original found = new S3Original(bucket, address, bucket.list(address));
        if (found.complete.isEmpty()) {
            uploads(bucket, address).forEach(found::consider);
        }
        return found;
    }

    /** Fails where something was begun before. */
    static S3Original create(Bucket bucket, String address) {
        S3Original found = find(bucket, address);
        if (found.complete.isPresent() || found.upload.isPresent() || !found.tails.isEmpty()) {
            throw new IllegalStateException("something was begun at this address before");
        }
        return found;
    }

    /** Removes all there is of it, complete or not. */
    static void remove(Bucket bucket, String address) {
        uploads(bucket, address).forEach(bucket.multiparts()::abort);
        bucket.delete(bucket.list(address).stream()
                .map(Bucket.Found::address)
                .filter(each -> each.equals(address) || each.startsWith(address + TAIL))
                .toList());
    }

    private static List<Multiparts.Begun> uploads(Bucket bucket, String address) {
        return bucket.multiparts()
                .underWay(address)
                .filter(each -> each.address().equals(address))
                .toList();
    }

    private void consider(Multiparts.Begun begun) {
        List<Part> there = multiparts.parts(begun);
        if (upload.isPresent() && there.size() <= parts.size()) {
            strays.add(begun);
            return;
        }
        upload.ifPresent(strays::add);
        upload = Optional.of(begun);
        parts.clear();
        there.forEach(each -> parts.add(Multiparts.part(each.partNumber(), each.eTag())));
        sent = there.stream().mapToLong(Part::size).sum();
    }

    String address() {
        return address;
    }

    /** How many bytes are in parts. */
    long sent() {
        return sent;
    }

    /** How many bytes will not be lost. */
    long durable() {
        return complete.orElseGet(() -> sent + tail().map(Bucket.Found::size).orElse(0L));
    }

    private Optional<Bucket.Found> tail() {
        return tails.stream()
                .filter(each -> each.address().equals(tailAt(sent)) && complete.isEmpty())
                .findFirst();
    }

    private String tailAt(long offset) {
        return address + TAIL + offset;
    }

    /** Puts the tail into this part, which is empty: what comes next will be behind it. */
    void readTail(StagedPart into) throws IOException {
        if (tail().isPresent()) {
            Bucket.Found tail = tail().get();
            try (InputStream bytes = bucket.stream(tail.address(), tail.size())) {
                byte[] buffer = new byte[BatchSink.SMALLEST];
                for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                    long unused = into.append(buffer, n);
                }
            }
        }
    }

    /** Sends a part, which contains the tail if there was one. */
    void add(StagedPart part) {
        Multiparts.Begun to = begun();
        parts.add(multiparts.add(to, parts.size() + 1, part));
        sent += part.size();
        forgetStale();
    }

    /** Copies an object of this size from where it is; all of those but the last must suffice for a part. */
    void copy(String source, long size) {
        Multiparts.Begun to = begun();
        int pieces = PartSize.copies(size);
        for (int i = 0; i < pieces; i++) {
            parts.add(multiparts.copy(to, parts.size() + 1, source, size * i / pieces, size * (i + 1) / pieces));
        }
        sent += size;
    }

    private Multiparts.Begun begun() {
        if (complete.isPresent()) {
            throw new IllegalStateException("what is complete never changes");
        }
        Multiparts.Begun to = upload.orElseGet(() -> multiparts.begin(address));
        upload = Optional.of(to);
        return to;
    }

    /** Makes durable what is left for another sink to go on with. */
    void keep(StagedPart rest) {
        boolean unchanged = rest.size() == tail().map(Bucket.Found::size).orElse(0L);
        if (PartSize.suffices(sent, rest.size())) {
            add(rest);
        } else if (!unchanged) {
            bucket.put(tailAt(sent), rest.file(), rest.size());
        }
    }

    /** Makes the object of all that was sent and this, which is the end. */
    void complete(StagedPart end) {
        if (complete.isPresent() && end.size() == 0) {
            return;
        }
        if (parts.isEmpty() && complete.isEmpty()) {
            bucket.put(address, end.file(), end.size());
            upload.ifPresent(multiparts::abort);
        } else {
            if (end.size() > 0) {
                add(end);
            }
            join();
        }
        forgetStale();
    }

    /** Makes the object of what was sent. Its parts are named by their tags: of others S3 makes nothing. */
    void join() {
        try {
            multiparts.complete(begun(), parts, sent);
        } catch (NoSuchUploadException gone) {
            // The SDK asks again where the answer was lost; then it is done.
            if (!bucket.size(address).equals(OptionalLong.of(sent))) {
                throw gone;
            }
        }
    }

    /** Removes what does not count any more. Trouble with that is none of the original, whose removal removes it too. */
    private void forgetStale() {
        try {
            bucket.delete(tails.stream().map(Bucket.Found::address).toList());
            tails.clear();
            strays.forEach(multiparts::abort);
            strays.clear();
        } catch (SdkException trouble) {
            LOG.atDebug().setCause(trouble).log("something stale stays");
        }
    }

    /** Sends all of a stream, part by part. */
    void pour(InputStream bytes, StagedPart through, long partSize) throws IOException {
        byte[] buffer = new byte[BatchSink.LARGEST];
        for (int n = bytes.readNBytes(buffer, 0, buffer.length);
                n > 0;
                n = bytes.readNBytes(buffer, 0, buffer.length)) {
            if (through.append(buffer, n) >= PartSize.at(sent, partSize)) {
                add(through);
                through.clear();
            }
        }
    }
}
