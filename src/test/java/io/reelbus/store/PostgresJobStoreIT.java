package io.reelbus.store;

import java.nio.file.Path;

class PostgresJobStoreIT extends JobStoreContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.postgres();
    }
}
