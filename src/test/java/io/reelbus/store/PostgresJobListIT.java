package io.reelbus.store;

import java.nio.file.Path;

class PostgresJobListIT extends JobListContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.postgres();
    }
}
