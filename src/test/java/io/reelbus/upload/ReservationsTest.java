package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReservationsTest {
    private static final long FREE = 1_000;
    private static final long KEPT = 100;

    private final Reservations reservations = new Reservations(KEPT);

    @Test
    void ofTwoThatFitAloneOnlyOneIsTaken() {
        assertTrue(reservations.take(FREE, 500));
        assertFalse(reservations.take(FREE, 500));
        assertTrue(reservations.take(FREE, 400));
        assertEquals(900, reservations.total());
    }

    @Test
    void whatIsKeptFreeIsNobodys() {
        assertTrue(reservations.hasRoom(FREE, 900));
        assertFalse(reservations.hasRoom(FREE, 901));
        assertFalse(reservations.hasRoom(KEPT - 1, 0));
        assertFalse(reservations.take(FREE, 901));
        assertEquals(0, reservations.total());
    }

    /** The same bytes must not count twice: once as reserved and once as no longer free. */
    @Test
    void whatIsWrittenIsGivenBackAndNoLongerFree() {
        assertTrue(reservations.take(FREE, 600));
        reservations.giveBack(400);
        assertTrue(reservations.hasRoom(FREE - 400, 300));
        assertFalse(reservations.hasRoom(FREE - 400, 301));
    }

    @Test
    void aStepLeavesHalfOfTheRestToOthers() {
        assertEquals(OptionalLong.of(64), reservations.takeAhead(FREE, 1, 64));
        assertEquals(OptionalLong.of((900 - 64) / 2), reservations.takeAhead(FREE, 1, 10_000));
        assertEquals(64 + 418, reservations.total());
    }

    @Test
    void aStepIsWhatIsNeededNowOrNothing() {
        assertEquals(OptionalLong.of(900), reservations.takeAhead(FREE, 900, 64));
        assertEquals(OptionalLong.empty(), reservations.takeAhead(FREE, 1, 64));
        assertEquals(OptionalLong.of(0), reservations.takeAhead(FREE, 0, 64));
        assertEquals(OptionalLong.empty(), reservations.takeAhead(FREE - 1, 0, 64));
    }
}
