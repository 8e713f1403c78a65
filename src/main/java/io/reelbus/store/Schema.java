package io.reelbus.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Brings the database to the schema of this release; the migrations are in {@code db/migration}. */
final class Schema {
    /** The newest migration. Flyway costs about a second at every start, so it runs only where this differs. */
    static final String VERSION = "8";

    private static final String HISTORY = "schema_history";

    private Schema() {}

    static void migrate(Jdbi jdbi, DataSource dataSource) {
        if (!VERSION.equals(storedVersion(jdbi))) {
            var result = Flyway.configure()
                    .dataSource(dataSource)
                    .table(HISTORY)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            if (!result.success) {
                throw new IllegalStateException("the database could not be brought to schema version " + VERSION);
            }
        }
    }

    private static String storedVersion(Jdbi jdbi) {
        try {
            return jdbi.withHandle(Schema::newestVersion);
        } catch (JdbiException noHistoryYet) {
            return "";
        }
    }

    private static String newestVersion(Handle handle) {
        return handle.createQuery(
                        "select \"version\" from \"" + HISTORY
                                + "\" where \"success\" = true and \"version\" is not null order by \"installed_rank\" desc limit 1")
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }
}
