package io.reelbus.store;

import io.reelbus.job.FileId;
import java.util.Optional;

/**
 * Bytes of a video that nobody is promised any more, and that must go now.
 *
 * @param media the address of the video's original
 * @param original whether that goes: no video that is kept is made of it
 * @param outputs whether the outputs of all attempts go
 */
public record Doomed(FileId fileId, String media, boolean original, boolean outputs) {
    /** What {@link MediaStore#deleteOriginal} is to remove, if anything. */
    public Optional<String> originalAddress() {
        return original ? Optional.of(media) : Optional.empty();
    }
}
