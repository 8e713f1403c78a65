package io.reelbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - SECOND;

    private final Allowance allowance = new Allowance(100, START);

    private long taken(int count, long at) {
        return LongStream.range(0, count).filter(each -> allowance.take(at)).count();
    }

    @Test
    void aSecondsWorthPassesAtOnceAndTheRestIsCounted() {
        assertEquals(100, taken(250, START));
        assertEquals(150, allowance.takeRefused());
        assertEquals(0, allowance.takeRefused());
    }

    @Test
    void itComesBackWithTime() {
        assertEquals(100, taken(100, START));
        assertFalse(allowance.take(START + SECOND / 200));
        assertTrue(allowance.take(START + SECOND / 100));
        assertEquals(50, taken(100, START + SECOND / 100 + SECOND / 2));
    }

    @Test
    void noMoreThanASecondsWorthIsSavedAlsoWhereTheClockPassesItsLargestNumber() {
        long later = START;
        later += 60 * SECOND;
        assertEquals(100, taken(1000, later));
    }
}
