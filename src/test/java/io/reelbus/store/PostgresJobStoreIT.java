package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Await;

class PostgresJobStoreIT extends JobStoreContract {
    private final String url = Postgres.database();

    @Override
    protected JobStore open(StoreConfig config) {
        StoreConfig here = new StoreConfig(
                url,
                "",
                "",
                config.poolSize(),
                "",
                config.leaseSeconds(),
                config.maxFailures(),
                config.maxLostLeases());
        return Await.result(JobStore.open(vertx, here, folder));
    }

    @Override
    protected void sql(String statement) {
        assertEquals(1, Postgres.execute(url, statement));
    }
}
