package io.reelbus.store;

/**
 * Which bucket holds the media, and how it is reached.
 *
 * @param bucket its name; empty where media are in a directory
 * @param prefix what every key begins with, for a bucket that is shared with others
 * @param region empty: what the environment says, and {@code us-east-1} where there is an endpoint
 * @param endpoint of a store other than Amazon's; empty: Amazon's of the region
 * @param accessKey empty: where the SDK looks by default, such as the role of the machine
 * @param secretKey of the access key
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 * @param partMegabytes how much of an upload is staged on the disk before it is sent
 * @param presignSeconds how long a client may fetch by a link of its own; 0: the node hands out everything itself
 */
public record S3Config(
        String bucket,
        String prefix,
        String region,
        String endpoint,
        String accessKey,
        String secretKey,
        boolean pathStyle,
        int partMegabytes,
        int presignSeconds) {
    /** For media in a directory. */
    static final S3Config NONE = new S3Config("", "", "", "", "", "", false, 8, 0);

    /** The longest that S3 knows. */
    private static final int WEEK = 7 * 24 * 3600;

    public S3Config {
        require(
                prefix.matches("[\\w!.*'()/-]{0,200}") && !prefix.startsWith("/"),
                "store.s3.prefix must be a plain key");
        require(
                endpoint.isEmpty() || endpoint.matches("https?://[^/?#]+/?"),
                "store.s3.endpoint must be empty or a URL such as https://s3.example.org");
        require(
                accessKey.isEmpty() == secretKey.isEmpty(),
                "store.s3.accessKey and store.s3.secretKey belong together: set both or none");
        require(partMegabytes >= 5 && partMegabytes <= 512, "store.s3.partMegabytes must be 5 to 512");
        require(presignSeconds >= 0 && presignSeconds <= WEEK, "store.s3.presignSeconds must be 0 to " + WEEK);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Without the keys: configurations are printed. */
    @Override
    public String toString() {
        return "S3Config[bucket=" + bucket + ", prefix=" + prefix + ", region=" + region + ", endpoint=" + endpoint
                + "]";
    }
}
