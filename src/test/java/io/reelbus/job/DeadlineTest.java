package io.reelbus.job;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims are made near zero and near the overflow too: the origin of System.nanoTime() is anywhere. */
class DeadlineTest {
    private static final long LEASE = 30;

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -15, 1_000, Long.MAX_VALUE, Long.MAX_VALUE - 15, Long.MIN_VALUE})
    void aLeaseIsOverOnceItsLengthHasPassedSinceTheClaim(long claimedAt) {
        Deadline deadline = new Deadline(LEASE, claimedAt);
        assertFalse(deadline.isOver(claimedAt));
        assertFalse(deadline.isOver(claimedAt + LEASE - 1));
        assertTrue(deadline.isOver(claimedAt + LEASE));
        assertTrue(deadline.isOver(claimedAt + LEASE + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -15, 1_000, Long.MAX_VALUE, Long.MAX_VALUE - 15, Long.MIN_VALUE})
    void anAcceptedHeartbeatExtendsItFromWhenItWasSent(long claimedAt) {
        Deadline deadline = new Deadline(LEASE, claimedAt);
        long sentAt = claimedAt + 20;
        deadline.extend(sentAt);
        assertFalse(deadline.isOver(claimedAt + LEASE));
        assertFalse(deadline.isOver(sentAt + LEASE - 1));
        assertTrue(deadline.isOver(sentAt + LEASE));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void aHeartbeatThatIsAcceptedLateStillCountsFromWhenItWasSent(long claimedAt) {
        Deadline deadline = new Deadline(LEASE, claimedAt);
        assertTrue(deadline.isOver(claimedAt + 40));
        deadline.extend(claimedAt + 5);
        assertTrue(deadline.isOver(claimedAt + 40));
        assertFalse(deadline.isOver(claimedAt + 34));
    }
}
