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
 * @param expiresAt empty once it is complete and a video
 */
record Standing(
        FileId fileId, long offset, OptionalLong size, String metadata, boolean partial, Optional<Instant> expiresAt) {}
