package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostsTest {
    private final Costs costs = new Costs();

    @Test
    void beforeAnythingIsMeasuredEachStepIsGuessedByItsUnits() {
        for (Step step : Step.values()) {
            double one = costs.expect("web", step, 1);
            assertTrue(one > 0, step.name());
            assertEquals(1000 * one, costs.expect("web", step, 1000), 1e-9);
        }
    }

    @Test
    void theFirstThatIsMeasuredReplacesTheGuess() {
        costs.learn("web", Step.ENCODE, 60, 30);
        assertEquals(5, costs.expect("web", Step.ENCODE, 10), 1e-9);
    }

    @Test
    void whatIsMeasuredNowCountsMoreThanWhatWas() {
        for (int i = 0; i < 20; i++) {
            costs.learn("web", Step.ENCODE, 10, 10);
        }
        costs.learn("web", Step.ENCODE, 10, 30);
        double one = costs.expect("web", Step.ENCODE, 1);
        assertTrue(one > 1.3 && one < 2, "after one: " + one);
        for (int i = 0; i < 20; i++) {
            costs.learn("web", Step.ENCODE, 10, 30);
        }
        assertEquals(3, costs.expect("web", Step.ENCODE, 1), 0.05);
    }

    @Test
    void aShortClipSaysLittleBesideALongVideo() {
        costs.learn("web", Step.ENCODE, 1000, 500);
        costs.learn("web", Step.ENCODE, 1, 5);
        assertEquals(0.5, costs.expect("web", Step.ENCODE, 1), 0.01);
    }

    @Test
    void profilesAndStepsAreLearnedApart() {
        double guessed = costs.expect("hls", Step.ENCODE, 1);
        costs.learn("web", Step.ENCODE, 1, 99);
        costs.learn("web", Step.POSTER, 1, 7);
        assertEquals(guessed, costs.expect("hls", Step.ENCODE, 1));
        assertEquals(99, costs.expect("web", Step.ENCODE, 1), 1e-9);
        assertEquals(7, costs.expect("web", Step.POSTER, 1), 1e-9);
    }

    @Test
    void whatSaysNothingIsNotLearned() {
        double guessed = costs.expect("web", Step.ENCODE, 1);
        for (double odd : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
            costs.learn("web", Step.ENCODE, odd, 1);
            costs.learn("web", Step.ENCODE, 1, odd);
        }
        assertEquals(guessed, costs.expect("web", Step.ENCODE, 1));
    }

    @Test
    void ofMoreProfilesThanItKeepsThoseLongUnusedAreForgotten() {
        double guessed = costs.expect("web", Step.POSTER, 1);
        costs.learn("web", Step.POSTER, 1, 50);
        costs.learn("old", Step.POSTER, 1, 50);
        for (int i = 0; i < 1000; i++) {
            costs.learn("profile-" + i, Step.POSTER, 1, 2);
            assertEquals(50, costs.expect("web", Step.POSTER, 1), 1e-9, "used all the time");
        }
        assertEquals(guessed, costs.expect("old", Step.POSTER, 1));
    }

    @Test
    void manyThreadsMayLearnAtOnce() {
        CompletableFuture<?>[] learners = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 2000; i++) {
                        costs.learn("profile-" + (i * 8 + thread) % 300, Step.ENCODE, 2, 6);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(learners).join();
        costs.learn("profile-0", Step.ENCODE, 2, 6);
        assertEquals(3, costs.expect("profile-0", Step.ENCODE, 1), 1e-9);
    }
}
