package io.reelbus.store;

import java.nio.file.Path;

class H2JobListTest extends JobListContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.h2(folder);
    }
}
