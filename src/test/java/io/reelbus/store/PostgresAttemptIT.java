package io.reelbus.store;

import java.nio.file.Path;

class PostgresAttemptIT extends AttemptContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.postgres();
    }
}
