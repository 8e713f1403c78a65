package io.reelbus.store;

/**
 * Where jobs and media are kept and how long a claim lasts.
 *
 * @param url a JDBC URL, of PostgreSQL or H2; empty: the embedded database in the data folder
 * @param user for the database; empty: none, or the one in the URL
 * @param password for the database
 * @param poolSize how many connections serve requests; work under a lease has its own
 * @param media where uploads and results are kept: in a folder, or on S3
 * @param mediaFolder which folder; empty: {@code media} in the data folder
 * @param s3 which bucket
 * @param leaseSeconds how long a worker may be silent before another takes over
 * @param maxFailures how many attempts may fail by themselves
 * @param maxLostLeases how many may be interrupted
 */
public record StoreConfig(
        String url,
        String user,
        String password,
        int poolSize,
        MediaKind media,
        String mediaFolder,
        S3Config s3,
        int leaseSeconds,
        int maxFailures,
        int maxLostLeases) {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    public StoreConfig {
        require(
                url.isEmpty() || url.startsWith(H2) || url.startsWith(POSTGRESQL),
                "store.url must be empty or begin with jdbc:postgresql: or jdbc:h2:");
        // The migration of the schema needs two at once.
        require(poolSize >= 2 && poolSize <= 64, "store.poolSize must be 2 to 64");
        require(
                media != MediaKind.S3 || !s3.bucket().isBlank(),
                "store.s3.bucket must name a bucket where store.media is s3");
        require(leaseSeconds >= 3 && leaseSeconds <= 300, "store.leaseSeconds must be 3 to 300");
        require(maxFailures >= 1 && maxFailures <= 100, "store.maxFailures must be 1 to 100");
        require(maxLostLeases >= 1 && maxLostLeases <= 100, "store.maxLostLeases must be 1 to 100");
    }

    /** With media in a directory. */
    public StoreConfig(
            String url,
            String user,
            String password,
            int poolSize,
            String mediaFolder,
            int leaseSeconds,
            int maxFailures,
            int maxLostLeases) {
        this(
                url,
                user,
                password,
                poolSize,
                MediaKind.DIRECTORY,
                mediaFolder,
                S3Config.NONE,
                leaseSeconds,
                maxFailures,
                maxLostLeases);
    }

    /** Whether the database lives in this process, so that no other can use it. */
    public boolean isEmbedded() {
        return !url.startsWith(POSTGRESQL);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Without the password: configurations are printed. */
    @Override
    public String toString() {
        return "StoreConfig[url=" + url.replaceAll("password=[^&;]*", "password=***") + ", media=" + media
                + ", mediaFolder=" + mediaFolder + ", s3=" + s3 + "]";
    }
}
