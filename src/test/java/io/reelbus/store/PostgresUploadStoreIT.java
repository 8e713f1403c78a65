package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelbus.Await;

class PostgresUploadStoreIT extends UploadStoreContract {
    private final String url = Postgres.database();

    @Override
    protected JobStore open() {
        return Await.result(JobStore.open(vertx, new StoreConfig(url, "", "", 4, "", 30, 3, 5), folder));
    }

    @Override
    protected void sql(String statement) {
        assertEquals(1, Postgres.execute(url, statement));
    }
}
