package io.reelbus.upload;

/**
 * What may be uploaded, and how.
 *
 * @param maxBytes size of the largest file
 * @param minFreeMegabytes uploads are refused that would leave less than this free on the disk
 * @param minBytesPerSecond a client that sends less is ended; 0: never
 * @param slowSeconds over so long
 * @param expireHours a resumable upload is removed when nothing was written to it for so long
 * @param maxOpen how many resumable uploads may be open in the whole cluster
 */
public record UploadConfig(
        long maxBytes, int minFreeMegabytes, int minBytesPerSecond, int slowSeconds, int expireHours, int maxOpen) {
    public UploadConfig {
        require(maxBytes >= 1, "upload.maxBytes must be 1 or more");
        require(minFreeMegabytes >= 0, "upload.minFreeMegabytes must be 0 or more");
        require(
                minBytesPerSecond >= 0 && minBytesPerSecond <= 1_000_000,
                "upload.minBytesPerSecond must be 0 to 1000000");
        require(slowSeconds >= 1 && slowSeconds <= 600, "upload.slowSeconds must be 1 to 600");
        require(expireHours >= 1 && expireHours <= 8760, "upload.expireHours must be 1 to 8760");
        require(maxOpen >= 1 && maxOpen <= 1_000_000, "upload.maxOpen must be 1 to 1000000");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
