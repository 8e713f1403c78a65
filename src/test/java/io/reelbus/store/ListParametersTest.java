package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListParametersTest {
    private static final ListParameters PARAMETERS = new ListParameters("status", "cursor", 20, 100);
    private static final FileId ID = new FileId("0f8fad5b-d9cb-469f-a165-70867728950e");

    private static Selection read(Map<String, List<String>> parameters) {
        return PARAMETERS.read(name -> parameters.getOrDefault(name, List.of()));
    }

    private static Selection read(String name, String... values) {
        return read(Map.of(name, List.of(values)));
    }

    @Test
    void nothingAsksForTheFirstPageOfAll() {
        assertEquals(new Selection(Set.of(), Optional.empty(), 20), read(Map.of()));
    }

    @Test
    void stateCursorAndLimitAreReadByTheirNames() {
        Cursor cursor = new Cursor(Instant.ofEpochMilli(1_700_000_000_123L), ID);
        assertEquals(
                new Selection(Set.of(JobState.FAILED), Optional.of(cursor), 7),
                read(Map.of("status", List.of("failed"), "cursor", List.of(cursor.text()), "limit", List.of("7"))));
        assertEquals(1, read("limit", "1").limit());
        assertEquals(100, read("limit", "100").limit());
    }

    @Test
    void severalStatesAreSeparatedByCommasOrGivenOneByOne() {
        Set<JobState> both = Set.of(JobState.QUEUED, JobState.FAILED);
        assertEquals(both, read("status", "failed,queued").states());
        assertEquals(both, read("status", "queued", "failed").states());
        assertEquals(both, read("status", "queued,failed,queued").states());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "limit  | ''",
                "limit  | 0",
                "limit  | -1",
                "limit  | +5",
                "limit  | 101",
                "limit  | 1.0",
                "limit  | ٣",
                "limit  | 99999999999999999999",
                "status | ''",
                "status | sleeping",
                "status | QUEUED",
                "status | 'failed,'",
                "status | 'failed, queued'",
                "cursor | ''",
                "cursor | 1",
                "cursor | _0f8fad5b-d9cb-469f-a165-70867728950e",
                "cursor | -1_0f8fad5b-d9cb-469f-a165-70867728950e",
                "cursor | ٣_0f8fad5b-d9cb-469f-a165-70867728950e",
                "cursor | 1_0F8FAD5B-D9CB-469F-A165-70867728950E",
                "cursor | 253402300800000_0f8fad5b-d9cb-469f-a165-70867728950e",
                "cursor | 9223372036854775808_0f8fad5b-d9cb-469f-a165-70867728950e"
            })
    void whatMakesNoSenseIsRefusedByName(String name, String value) {
        var refused = assertThrows(FailureException.class, () -> read(name, value));
        assertEquals(Failure.BAD_REQUEST, refused.failure());
        assertTrue(refused.sentence().startsWith("The " + name + " must be "), refused.sentence());
    }

    @Test
    void whatMayBeGivenOnceIsRefusedTwice() {
        for (String name : List.of("limit", "cursor")) {
            var refused = assertThrows(FailureException.class, () -> read(name, "1", "1"));
            assertEquals("The " + name + " may be given once.", refused.sentence());
        }
    }
}
