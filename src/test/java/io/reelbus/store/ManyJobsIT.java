package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of very many jobs a page is read, not the table: told by how many rows the database says it has looked at. */
class ManyJobsIT {
    private static final int JOBS = 100_000;
    private static final int LIMIT = 100;
    /** A page of each of the four states, and the neighbors of the cursor that came in the same moment. */
    private static final int FEW = 4 * LIMIT + 50;

    private static final String EXPLAIN = "explain analyze ";
    private static final List<Set<JobState>> FILTERS = List.of(
            Set.of(),
            Set.of(JobState.COMPLETED),
            Set.of(JobState.FAILED),
            Set.of(JobState.QUEUED, JobState.FAILED),
            Set.of(JobState.values()));

    private static final Pattern H2_ROWS = Pattern.compile("scanCount: (\\d+)");
    private static final Pattern POSTGRES_ROWS = Pattern.compile("Scan .* rows=(\\d+)[.0-9]* loops=\\d+\\)");
    private static final Pattern POSTGRES_DROPPED = Pattern.compile("Rows Removed by Filter: (\\d+)");
    /** Jobs 50000 and its neighbors were accepted then, and ended. */
    private static final Optional<Cursor> HALFWAY = Optional.of(new Cursor(
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(10_000),
            new FileId("00000000-0000-0000-0000-000000050002")));

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    /** Five in each second; the few that are queued or processing are the oldest, none has failed. */
    private static String manyJobs(TestDatabase database) {
        String numbers = database.isH2() ? "system_range" : "generate_series";
        String then = "timestamp with time zone '2026-01-01 00:00:00+00' + (x / 5) * interval '1' second";
        return "insert into job (file_id, state, priority, created_at, filename, mime_type, size, media, attempt, failures,"
                + " lost_leases, fence, not_before, entry, ended_at, original_since, results_since)"
                + " select '00000000-0000-0000-0000-' || lpad(cast(x as varchar), 12, '0'),"
                + " case when x < 5 then 'queued' when x < 10 then 'processing' else 'completed' end, 5, " + then
                + ", 'a', 'b', 1, 'media ' || x, 0, 0, 0, 0, current_timestamp, 1, " + then + ", " + then + ", " + then
                + " from " + numbers + "(1, " + JOBS + ") as numbers (x)";
    }

    private static int sum(Pattern pattern, String plan) {
        return pattern.matcher(plan)
                .results()
                .map((MatchResult result) -> Integer.parseInt(result.group(1)))
                .reduce(0, Integer::sum);
    }

    /** How many rows it looked at. */
    private static int rows(TestDatabase database, Function<Handle, Query> explained) {
        List<String> lines = database.sql()
                .withHandle(
                        handle -> explained.apply(handle).mapTo(String.class).list());
        String plan = String.join("\n", lines);
        return database.isH2() ? sum(H2_ROWS, plan) : sum(POSTGRES_ROWS, plan) + sum(POSTGRES_DROPPED, plan);
    }

    private static void assertFew(int rows, String what) {
        assertTrue(rows <= FEW, what + " has read " + rows + " rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void aPageIsReadByAnIndexWhateverIsAskedFor(String kind, @TempDir Path folder) {
        TestDatabase database = kind.equals("H2") ? TestDatabase.h2InMemory() : TestDatabase.postgres();
        JobStore jobs = database.open(vertx, folder);
        assertEquals(JOBS, database.execute(manyJobs(database)));
        database.execute("analyze" + (database.isH2() ? "" : " job"));

        int all =
                rows(database, handle -> handle.createQuery(EXPLAIN + "select file_id from job where mime_type = 'c'"));
        assertTrue(all > 10 * FEW, "what reads the table is told from what does not");
        int page = rows(
                database, handle -> JobList.query(handle, EXPLAIN, new Selection(Set.of(), Optional.empty(), LIMIT)));
        assertTrue(page > LIMIT, "what is read is counted");

        for (Set<JobState> states : FILTERS) {
            for (Optional<Cursor> after : List.of(Optional.<Cursor>empty(), HALFWAY)) {
                Selection selection = new Selection(states, after, LIMIT);
                assertFew(rows(database, handle -> JobList.query(handle, EXPLAIN, selection)), selection.toString());
            }
        }
        for (Retained what : Retained.values()) {
            for (Duration age : List.of(Duration.ofSeconds(1), Duration.ofDays(36_500))) {
                for (Optional<Cursor> after : List.of(Optional.<Cursor>empty(), HALFWAY)) {
                    int due = rows(database, handle -> RetentionTable.query(handle, EXPLAIN, what, age, after, LIMIT));
                    assertFew(due, what + " after " + age + " from " + after);
                }
            }
        }
        assertClaimsAreFound(database);
        Await.result(jobs.close());
    }

    /** Behind very many that wait for a worker of another profile. */
    private static void assertClaimsAreFound(TestDatabase database) {
        database.execute("update job set state = 'queued', profile = 'archive', priority = 9 where state = 'completed'"
                + " and file_id < '00000000-0000-0000-0000-000000020000'");
        database.execute("analyze" + (database.isH2() ? "" : " job"));
        for (Set<String> profiles : List.of(Set.of("web"), Set.of("web", "hls", "audio"), Set.of("web", "archive"))) {
            int read = rows(database, handle -> ClaimQueue.candidates(handle, EXPLAIN, profiles));
            assertTrue(read > 0, "what is read is counted");
            assertFew(read, "a worker of " + profiles);
        }
        for (String profile : List.of("", "archive", "web")) {
            int read = rows(database, handle -> UnservedQueue.next(handle, EXPLAIN, profile));
            assertFew(read, "the step from profile \"" + profile + "\" to the next");
        }
    }
}
