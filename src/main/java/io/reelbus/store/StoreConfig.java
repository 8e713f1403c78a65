package io.reelbus.store;

/**
 * Where jobs are kept and how long a claim lasts. {@code url} is a JDBC URL; empty means the embedded database in the
 * data folder. {@code leaseSeconds} is how long a worker may be silent before another takes over; {@code maxFailures}
 * how many attempts may fail by themselves, {@code maxLostLeases} how many may be interrupted.
 */
public record StoreConfig(String url, int poolSize, int leaseSeconds, int maxFailures, int maxLostLeases) {
    public StoreConfig {
        require(url.isEmpty() || url.startsWith("jdbc:h2:"), "store.url must be empty or begin with jdbc:h2:");
        // The migration of the schema needs two at once.
        require(poolSize >= 2 && poolSize <= 64, "store.poolSize must be 2 to 64");
        require(leaseSeconds >= 3 && leaseSeconds <= 300, "store.leaseSeconds must be 3 to 300");
        require(maxFailures >= 1 && maxFailures <= 100, "store.maxFailures must be 1 to 100");
        require(maxLostLeases >= 1 && maxLostLeases <= 100, "store.maxLostLeases must be 1 to 100");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
