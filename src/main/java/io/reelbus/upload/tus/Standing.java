package io.reelbus.upload.tus;

import io.reelbus.job.FileId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an upload stands, as its client is told.
 *
 * @param offset how many bytes are durable
 * @param size how many it is to have; empty while the client has not said it
 * @param metadata as the client said it; empty: nothing
 * @param concat what it is to others, as the header Upload-Concat says it; empty: it is by itself
 * @param expiresAt empty once it is complete and a video
 */
record Standing(
        FileId fileId,
        long offset,
        OptionalLong size,
        String metadata,
        Optional<String> concat,
        Optional<Instant> expiresAt) {
    /** Whether it was joined of parts, so that no piece can come to it. */
    boolean isJoined() {
        return concat.filter(each -> each.startsWith(Concatenation.FINAL)).isPresent();
    }
}
