package io.reelbus.store;

import java.nio.file.Path;

class PostgresRetentionIT extends RetentionContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.postgres();
    }
}
