package io.reelbus.store;

import io.reelbus.job.FileId;
import java.util.Optional;

/**
 * Bytes of a video that nobody is promised any more, and that must go now.
 *
 * @param fence the last under which its outputs may have been made; what is made under a later one is not meant
 * @param media the address of the video's original
 * @param original whether that goes: no video that is kept is made of it
 * @param outputs whether the outputs of all attempts up to that fence go
 */
public record Doomed(FileId fileId, long fence, String media, boolean original, boolean outputs) {
    /** What {@link MediaStore#deleteOriginal} is to remove, if anything. */
    public Optional<String> originalAddress() {
        return original ? Optional.of(media) : Optional.empty();
    }
}
