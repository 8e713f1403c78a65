package io.reelbus.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobStateTest {
    private static final Map<JobState, Set<JobState>> TABLE = Map.of(
            JobState.QUEUED, Set.of(JobState.PROCESSING, JobState.FAILED),
            JobState.PROCESSING, Set.of(JobState.PROCESSING, JobState.QUEUED, JobState.COMPLETED, JobState.FAILED),
            JobState.COMPLETED, Set.of(),
            JobState.FAILED, Set.of());

    static Stream<Arguments> allPairs() {
        return Arrays.stream(JobState.values())
                .flatMap(from -> Arrays.stream(JobState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("allPairs")
    void theTableDecidesEveryTransition(JobState from, JobState to) {
        if (TABLE.get(from).contains(to)) {
            assertEquals(to, from.to(to));
        } else {
            assertThrows(IllegalStateException.class, () -> from.to(to));
        }
        assertEquals(TABLE.get(from).contains(to), from.next().contains(to));
    }

    @Test
    void jobCannotGoToProcessingAfterItCompleted() {
        var refused = assertThrows(IllegalStateException.class, () -> JobState.COMPLETED.to(JobState.PROCESSING));
        assertEquals("a job cannot go from completed to processing", refused.getMessage());
    }

    @Test
    void aQueuedJobCannotCompleteWithoutBeingWorkedOn() {
        assertThrows(IllegalStateException.class, () -> JobState.QUEUED.to(JobState.COMPLETED));
    }

    @Test
    void completedAndFailedAreFinalAndNothingElseIs() {
        assertTrue(JobState.COMPLETED.isFinal());
        assertTrue(JobState.FAILED.isFinal());
        assertFalse(JobState.QUEUED.isFinal());
        assertFalse(JobState.PROCESSING.isFinal());
    }

    @Test
    void whatACallerDoesToTheAnswerDoesNotChangeTheTable() {
        JobState.QUEUED.next().clear();
        assertTrue(JobState.QUEUED.next().contains(JobState.PROCESSING));
        assertThrows(
                UnsupportedOperationException.class,
                () -> JobState.COMPLETED.next().add(JobState.QUEUED));
    }

    @ParameterizedTest
    @EnumSource
    void wireNamesAreLowerCaseAndComeBack(JobState state) {
        assertTrue(state.wire().matches("[a-z]+"));
        assertEquals(state, JobState.fromWire(state.wire()));
    }
}
