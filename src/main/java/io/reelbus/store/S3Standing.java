package io.reelbus.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * How far an original has come, as it is read from S3 alone.
 *
 * @param complete its size in bytes, where it is
 * @param upload the one to whose parts others are added; empty where none was begun
 * @param strays further ones: there are some where S3's answer to beginning one was lost, and it was asked again
 */
record S3Standing(
        OptionalLong complete,
        Proven proven,
        Optional<Multiparts.Begun> upload,
        List<Multiparts.Begun> strays,
        Beside beside) {
    private static final Logger LOG = LoggerFactory.getLogger(S3Standing.class);

    /** How often it is looked at where what was listed is gone a moment later, as when it is completed meanwhile. */
    private static final int LOOKS = 5;

    /** Looks at it; blocking. */
    static S3Standing of(Bucket bucket, String address) {
        for (int left = LOOKS - 1; ; left--) {
            try {
                return look(bucket, address);
            } catch (NoSuchKeyException | NoSuchUploadException gone) {
                if (left == 0) {
                    throw gone;
                }
            }
        }
    }

    private static S3Standing look(Bucket bucket, String address) {
        List<Bucket.Found> objects = bucket.list(address);
        Beside beside = Beside.of(address, objects);
        OptionalLong complete = objects.stream()
                .filter(each -> each.address().equals(address))
                .mapToLong(Bucket.Found::size)
                .findFirst();
        if (complete.isPresent()) {
            return new S3Standing(complete, Proven.NOTHING, Optional.empty(), List.of(), beside);
        }
        Manifest manifest = beside.manifest()
                .map(left -> Manifest.parse(left.fence(), bucket.text(left.address())))
                .orElse(Manifest.NONE);
        Proven most = Proven.NOTHING;
        List<SentPart> parts = List.of();
        Optional<Multiparts.Begun> upload = Optional.empty();
        List<Multiparts.Begun> strays = new ArrayList<>();
        for (Multiparts.Begun each : uploads(bucket, address)) {
            List<SentPart> there = bucket.multiparts().parts(each);
            Proven proven = Proven.of(manifest, beside.tail(), there);
            if (upload.isPresent() && proven.durable() <= most.durable()) {
                strays.add(each);
            } else {
                upload.ifPresent(strays::add);
                upload = Optional.of(each);
                most = proven;
                parts = there;
            }
        }
        warn(address, manifest, parts);
        return new S3Standing(
                complete,
                upload.isPresent() ? most : Proven.of(manifest, beside.tail(), List.of()),
                upload,
                strays,
                beside);
    }

    private static void warn(String address, Manifest manifest, List<SentPart> there) {
        int same = manifest.proven(there).size();
        if (same < Math.min(there.size(), manifest.parts().size())) {
            LOG.atWarn()
                    .addKeyValue("original", address)
                    .addKeyValue("part", same + 1)
                    .log("a part of an upload was replaced; the upload goes on before it");
        }
    }

    /** Those of the multipart uploads under way that are this original's; blocking. */
    static List<Multiparts.Begun> uploads(Bucket bucket, String address) {
        return bucket.multiparts()
                .underWay(address)
                .filter(each -> each.address().equals(address))
                .toList();
    }

    /** Whether there is nothing of it, and never was. */
    boolean isNothing() {
        return complete.isEmpty() && upload.isEmpty() && beside.objects().isEmpty();
    }

    /** How many bytes will not be lost. */
    long durable() {
        return complete.orElseGet(proven::durable);
    }
}
