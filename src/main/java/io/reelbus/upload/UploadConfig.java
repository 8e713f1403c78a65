package io.reelbus.upload;

/** What may be uploaded: {@code maxBytes} is the size of the largest file. */
public record UploadConfig(long maxBytes) {
    public UploadConfig {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("upload.maxBytes must be 1 or more");
        }
    }
}
