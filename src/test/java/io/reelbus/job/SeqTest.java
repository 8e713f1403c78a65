package io.reelbus.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeqTest {
    @Test
    void anEntryIsAMillionTimesItsNumber() {
        assertEquals(1_000_000, Seq.ofEntry(1));
        assertEquals(7_000_000, Seq.ofEntry(7));
        assertEquals(2_000_003, Seq.of(2, 3));
    }

    @Test
    void positionsBeyondTheRangeOfIntegersAreExact() {
        assertEquals(2_147_483_647_000_000L, Seq.ofEntry(Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, Seq.entry(Seq.of(Integer.MAX_VALUE, Seq.MAX_PROGRESS)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "1, -1", "1, 999999", "1, 1000000"})
    void aPositionThatCannotBeIsRefused(int entry, int progress) {
        assertThrows(IllegalArgumentException.class, () -> Seq.of(entry, progress));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999999, 0", "1000000, 1", "1999999, 1", "2000000, 2"})
    void entryIsTheEntryAtOrBelow(long seq, int entry) {
        assertEquals(entry, Seq.entry(seq));
    }

    @Test
    void justBeforeAnEntryIsAboveAnyProgressAndBelowTheEntry() {
        long before = Seq.justBefore(Seq.ofEntry(3));
        assertTrue(before > Seq.of(2, Seq.MAX_PROGRESS));
        assertTrue(before < Seq.ofEntry(3));
        assertEquals(2, Seq.entry(before));
    }

    @Test
    void theEntryThatComesNextIsNoGap() {
        assertFalse(Seq.isGap(0, Seq.ofEntry(1)));
        assertFalse(Seq.isGap(Seq.ofEntry(1), Seq.ofEntry(2)));
        assertFalse(Seq.isGap(Seq.of(1, 40), Seq.ofEntry(2)));
        assertFalse(Seq.isGap(Seq.justBefore(Seq.ofEntry(2)), Seq.ofEntry(2)));
    }

    @Test
    void skippedProgressIsNoGap() {
        assertFalse(Seq.isGap(Seq.ofEntry(2), Seq.of(2, 9)));
        assertFalse(Seq.isGap(Seq.of(2, 3), Seq.of(2, 900)));
    }

    @Test
    void aSkippedEntryIsAGap() {
        assertTrue(Seq.isGap(0, Seq.ofEntry(2)));
        assertTrue(Seq.isGap(Seq.ofEntry(1), Seq.ofEntry(3)));
        assertTrue(Seq.isGap(Seq.of(1, 5), Seq.of(3, 1)));
    }

    @Test
    void progressOfAnEntryThatWasNotSeenIsAGap() {
        assertTrue(Seq.isGap(0, Seq.of(1, 1)));
        assertTrue(Seq.isGap(Seq.ofEntry(1), Seq.of(2, 1)));
    }

    @Test
    void whatIsBehindIsNoGap() {
        assertFalse(Seq.isGap(Seq.ofEntry(4), Seq.ofEntry(4)));
        assertFalse(Seq.isGap(Seq.ofEntry(4), Seq.of(2, 8)));
    }
}
