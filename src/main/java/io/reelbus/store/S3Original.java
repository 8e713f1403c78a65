package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One object of S3 that is being made: of the parts of a multipart upload and, where a sink left less than a part may
 * have, the rest in an object of its own, the tail. Blocking; one call at a time.
 *
 * <p>A sink that was taken for dead may still deliver a part, in the place of the one that its successor has sent. So
 * whoever goes on with an original writes down, under its fence, which parts it vouches for, and only those count. A
 * tail names the offset at which it begins, and counts only where these parts end: once the part that contains it is
 * there it is stale, whether or not somebody lived to remove it.
 */
final class S3Original {
    private static final Logger LOG = LoggerFactory.getLogger(S3Original.class);

    private final Bucket bucket;
    private final Multiparts multiparts;
    private final String address;
    private final S3Standing begin;
    /** Empty where it is made in one go, and nobody can go on with it. */
    private final OptionalLong fence;

    private final List<SentPart> parts;
    private final List<String> stale;
    private final List<Multiparts.Begun> strays;

    private Optional<Multiparts.Begun> upload;
    private long sent;

    private S3Original(Bucket bucket, String address, S3Standing begin, OptionalLong fence) {
        this.bucket = bucket;
        this.multiparts = bucket.multiparts();
        this.address = address;
        this.begin = begin;
        this.fence = fence;
        this.parts = new ArrayList<>(begin.proven().parts());
        this.stale = new ArrayList<>(begin.beside().addresses());
        this.strays = new ArrayList<>(begin.strays());
        this.upload = begin.upload();
        this.sent = begin.proven().sent();
    }

    /** Goes on with what there is of it, which may be nothing, for the holder of this fence. */
    static S3Original resume(Bucket bucket, String address, long fence) {
        return new S3Original(bucket, address, S3Standing.of(bucket, address), OptionalLong.of(fence));
    }

    /** Begins one that is made in one go. Fails where something was begun before. */
    static S3Original create(Bucket bucket, String address) {
        S3Standing there = S3Standing.of(bucket, address);
        if (!there.isNothing()) {
            throw new IllegalStateException("something was begun at this address before");
        }
        return new S3Original(bucket, address, there, OptionalLong.empty());
    }

    /** Removes all there is of it, complete or not. */
    static void remove(Bucket bucket, String address) {
        S3Standing.uploads(bucket, address).forEach(bucket.multiparts()::abort);
        List<Bucket.Found> objects = bucket.list(address);
        List<String> all = new ArrayList<>(Beside.of(address, objects).addresses());
        objects.stream().map(Bucket.Found::address).filter(address::equals).forEach(all::add);
        bucket.delete(all);
    }

    String address() {
        return address;
    }

    /** How many bytes are in parts. */
    long sent() {
        return sent;
    }

    /** How many bytes were durable when this was begun. */
    long durable() {
        return begin.durable();
    }

    /** Puts the tail into this part, which is empty: what comes next will be behind it. */
    void readTail(StagedPart into) throws IOException {
        if (begin.proven().tail().isPresent()) {
            Beside.Left tail = begin.proven().tail().get();
            try (InputStream bytes = bucket.stream(tail.address(), tail.size())) {
                byte[] buffer = new byte[BatchSink.SMALLEST];
                for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                    long unused = into.append(ByteBuffer.wrap(buffer, 0, n));
                }
            }
        }
    }

    /** Sends a part, which contains the tail if there was one. */
    void add(StagedPart part) {
        Multiparts.Begun to = begun();
        parts.add(multiparts.add(to, parts.size() + 1, part));
        sent += part.size();
        if (fence.isPresent()) {
            String manifest = Beside.manifest(address, fence.getAsLong());
            bucket.put(manifest, new Manifest(fence.getAsLong(), parts).text());
            boolean unused = stale.remove(manifest);
        }
        forget(stale);
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
        if (begin.complete().isPresent()) {
            throw new IllegalStateException("what is complete never changes");
        }
        Multiparts.Begun to = upload.orElseGet(() -> multiparts.begin(address));
        upload = Optional.of(to);
        return to;
    }

    /** Makes durable what is left for another sink to go on with; of one that was resumed. */
    void keep(StagedPart rest) {
        boolean unchanged = begin.complete().isPresent() || sent + rest.size() == durable();
        if (PartSize.suffices(sent, rest.size())) {
            add(rest);
        } else if (!unchanged) {
            String tail = Beside.tail(address, sent, fence.orElseThrow());
            bucket.put(tail, rest.file(), rest.size());
            // Not the manifest, which may still be another's.
            forget(begin.beside().tails().stream()
                    .filter(each -> !each.equals(tail))
                    .toList());
        }
    }

    /** Makes the object of all that was sent and this, which is the end. Fails as {@link #join} does. */
    void complete(StagedPart end) {
        if (begin.complete().isPresent() && end.size() == 0) {
            forget(stale);
            return;
        }
        if (parts.isEmpty() && begin.complete().isEmpty()) {
            bucket.put(address, end.file(), end.size());
            upload.ifPresent(multiparts::abort);
        } else {
            if (end.size() > 0) {
                add(end);
            }
            join();
        }
        fence.ifPresent(mine -> stale.add(Beside.manifest(address, mine)));
        forget(stale);
    }

    /**
     * Makes the object of the parts that were sent, and of no others. Fails with OFFSET_MISMATCH where one of them was
     * replaced: the upload goes on before that one.
     */
    private void join() {
        Multiparts.Begun from = begun();
        try {
            // Not every store that speaks the protocol compares the tags.
            if (fence.isPresent() && !areThere(from)) {
                throw replaced();
            }
            multiparts.complete(from, parts);
        } catch (NoSuchUploadException gone) {
            // The SDK asks again where the answer was lost; then it is done.
            if (!bucket.size(address).equals(OptionalLong.of(sent))) {
                throw gone;
            }
        } catch (S3Exception refused) {
            throw fence.isPresent() && S3Trouble.isOfPart(refused) ? replaced() : refused;
        }
    }

    private static FailureException replaced() {
        return Failure.OFFSET_MISMATCH.because(
                "A part of the upload was replaced meanwhile; ask for its offset and go on there.");
    }

    private boolean areThere(Multiparts.Begun upload) {
        return new Manifest(0, parts).proven(multiparts.parts(upload)).size() == parts.size();
    }

    /** Removes what does not count any more. Trouble with that is none of the original, whose removal removes it too. */
    private void forget(List<String> beside) {
        try {
            bucket.delete(beside);
            stale.removeAll(List.copyOf(beside));
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
            if (through.append(ByteBuffer.wrap(buffer, 0, n)) >= PartSize.at(sent, partSize)) {
                add(through);
                through.clear();
            }
        }
    }
}
