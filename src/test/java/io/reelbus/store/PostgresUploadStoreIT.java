package io.reelbus.store;

import java.nio.file.Path;

class PostgresUploadStoreIT extends UploadStoreContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.postgres();
    }
}
