package io.reelbus.store;

import java.nio.file.Path;

class H2AttemptTest extends AttemptContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.h2(folder);
    }
}
