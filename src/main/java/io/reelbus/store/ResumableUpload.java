package io.reelbus.store;

import io.reelbus.job.FileId;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * An upload that comes in pieces and is not a job yet.
 *
 * @param media the address of its original in the media store, which knows how much of it is there
 * @param size in bytes; empty while the client has not said it
 * @param metadata what the client said of it, as it said it
 * @param partial whether it is a part of an upload, to be joined with others, and never a job by itself
 * @param complete whether a partial one has all its bytes; others are jobs then
 * @param profile the name of the one by which it is to be processed
 * @param expiresAt when it is removed unless more of it comes
 */
public record ResumableUpload(
        FileId fileId,
        String media,
        OptionalLong size,
        String metadata,
        boolean partial,
        boolean complete,
        String profile,
        Instant expiresAt) {
    /** The same, once its client has said its size. */
    public ResumableUpload ofSize(long bytes) {
        return new ResumableUpload(
                fileId, media, OptionalLong.of(bytes), metadata, partial, complete, profile, expiresAt);
    }
}
