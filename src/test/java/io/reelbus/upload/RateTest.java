package io.reelbus.upload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private static long at(int seconds) {
        return TimeUnit.SECONDS.toNanos(1000 + seconds);
    }

    @Test
    void whoKeepsTheRateMayTakeAsLongAsItLikes() {
        Rate rate = new Rate(100, 30, at(0));
        for (int second = 1; second <= 600; second++) {
            assertFalse(rate.isTooSlow(second * 110L, true, at(second)));
        }
    }

    @Test
    void whoSendsAByteNowAndThenIsTooSlow() {
        Rate rate = new Rate(100, 30, at(0));
        for (int second = 1; second < 30; second++) {
            assertFalse(rate.isTooSlow(second, true, at(second)));
        }
        assertTrue(rate.isTooSlow(30, true, at(30)));
    }

    @Test
    void aPauseIsNoMatter() {
        Rate rate = new Rate(100, 30, at(0));
        assertFalse(rate.isTooSlow(1_000_000, true, at(1)));
        assertFalse(rate.isTooSlow(1_000_000, true, at(30)));
        assertFalse(rate.isTooSlow(1_003_000, true, at(30)));
        assertFalse(rate.isTooSlow(1_003_000, true, at(59)));
        assertTrue(rate.isTooSlow(1_003_000, true, at(60)));
    }

    @Test
    void aClientIsNotBlamedForASlowServer() {
        Rate rate = new Rate(100, 30, at(0));
        for (int second = 1; second <= 300; second++) {
            assertFalse(rate.isTooSlow(0, false, at(second)));
        }
        assertFalse(rate.isTooSlow(0, true, at(329)));
        assertTrue(rate.isTooSlow(0, true, at(330)));
    }

    @Test
    void withoutARateNobodyIsTooSlow() {
        assertFalse(new Rate(0, 30, at(0)).isTooSlow(0, true, at(100_000)));
    }
}
