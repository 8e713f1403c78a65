package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReadMarkTest {
    private static final long QUARTER = 250_000_000L;

    private final ReadMark mark = new ReadMark();
    private long now;

    @Test
    void whatIsReadStepByStepCountsASecondLater() {
        for (int i = 0; i <= 5; i++) {
            assertTrue(next(i / 100.0).isEmpty() || i == 5);
        }
        for (int i = 6; i < 100; i++) {
            assertEquals((i - 4) / 100.0, next(i / 100.0).orElseThrow(), 1e-9);
        }
    }

    @Test
    void aLookAtTheEndOfTheFileWhenItIsOpenedIsNoProgress() {
        for (double share : List.of(0.01, 1.0, 1.0, 0.02, 0.02, 0.02, 0.02)) {
            double known = next(share).orElse(0);
            assertTrue(known <= 0.02, "known: " + known);
        }
        double known = 0;
        for (int i = 0; i < 8; i++) {
            known = next(0.1 + i / 100.0).orElse(0);
            assertTrue(known < 0.2);
        }
        assertEquals(0.13, known, 1e-9);
    }

    @Test
    void aFileThatIsReadWholeWhenItIsOpenedSaysNothing() {
        for (int i = 0; i < 40; i++) {
            assertEquals(OptionalDouble.empty(), next(1));
        }
    }

    @Test
    void whatStandsSinceItWasOpenedSaysNothingYet() {
        for (int i = 0; i < 20; i++) {
            assertEquals(OptionalDouble.empty(), next(0.3));
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(OptionalDouble.empty(), next(0.4));
        }
        assertEquals(0.4, next(0.4).orElseThrow());
    }

    @Test
    void nonsenseIsNeitherNaNNorBeyondTheEnd() {
        for (int i = 0; i < 5; i++) {
            assertEquals(OptionalDouble.empty(), next(Double.NaN));
        }
        for (int i = 0; i < 6; i++) {
            var unused = next(7);
        }
        assertEquals(1, next(7).orElseThrow());
    }

    private OptionalDouble next(double share) {
        now += QUARTER;
        return mark.accept(now, share);
    }
}
