package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class H2JobStoreTest extends JobStoreContract {
    @Override
    TestDatabase database(Path folder) {
        return TestDatabase.h2(folder);
    }

    private List<String> history() {
        return database.column("select \"version\" || ' ' || \"installed_on\" from \"schema_history\""
                + " where \"version\" is not null order by \"installed_rank\"");
    }

    @Test
    void theSchemaIsMigratedOnce() throws IOException {
        List<String> first = history();
        assertEquals(migrations().size(), first.size());
        reopen(TestDatabase.LEASE_SECONDS, TestDatabase.MAX_FAILURES);
        assertEquals(first, history());
    }

    @Test
    void theVersionOfTheSchemaIsThatOfTheNewestMigration() throws IOException {
        int newest = migrations().stream().max(Comparator.naturalOrder()).orElseThrow();
        assertEquals(Integer.toString(newest), Schema.VERSION);
    }

    private static List<Integer> migrations() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .toList();
        }
    }
}
