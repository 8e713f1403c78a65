package io.reelbus.push;

import static io.reelbus.push.Pace.Verdict.FINE;
import static io.reelbus.push.Pace.Verdict.FLOOD;
import static io.reelbus.push.Pace.Verdict.STILL_TOO_FAST;
import static io.reelbus.push.Pace.Verdict.TOO_FAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long MILLI = 1_000_000;

    /** Ten a second, after twenty at once. The clock of a JVM may stand anywhere, and turn over. */
    private long now = Long.MAX_VALUE - 500 * MILLI;

    private final Pace pace = new Pace(10, 20, now);

    private Map<Pace.Verdict, Integer> ask(int times) {
        Map<Pace.Verdict, Integer> verdicts = new EnumMap<>(Pace.Verdict.class);
        for (int i = 0; i < times; i++) {
            verdicts.merge(pace.take(now), 1, Integer::sum);
        }
        return verdicts;
    }

    @Test
    void soManyAtOnceAreFineAndTheRestIsSaidOnceASecond() {
        assertEquals(Map.of(FINE, 20, TOO_FAST, 1, STILL_TOO_FAST, 29), ask(50));
        now += 999 * MILLI;
        assertEquals(Map.of(FINE, 9, STILL_TOO_FAST, 1), ask(10));
        now += 2 * MILLI;
        assertEquals(Map.of(FINE, 1, TOO_FAST, 1, STILL_TOO_FAST, 3), ask(5));
    }

    @Test
    void whoKeepsThePaceIsNeverRefused() {
        for (int i = 0; i < 10_000; i++) {
            now += 100 * MILLI;
            assertEquals(FINE, pace.take(now));
        }
    }

    @Test
    void aSilenceGivesNoMoreThanWhatMayComeAtOnce() {
        now += 1_000_000 * MILLI;
        assertEquals(Map.of(FINE, 20, TOO_FAST, 1), ask(21));
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 50, 90})
    void whoIsTooFastButBelowTenTimesThePaceIsEndured(int perSecond) {
        int fine = 0;
        for (int i = 0; i < 100 * perSecond; i++) {
            now += 1000 * MILLI / perSecond;
            Pace.Verdict verdict = pace.take(now);
            fine += verdict == FINE ? 1 : 0;
            assertEquals(true, verdict != FLOOD);
        }
        assertEquals(1020, fine, 2);
    }

    @Test
    void aFloodIsCalledSo() {
        Map<Pace.Verdict, Integer> verdicts = ask(201);
        assertEquals(1, verdicts.get(FLOOD));
        assertEquals(20, verdicts.get(FINE));
    }

    @Test
    void whoKeepsUpMoreThanTenTimesThePaceIsAFloodInTime() {
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 150; i++) {
                now += 1000 * MILLI / 150;
                if (pace.take(now) == FLOOD) {
                    assertEquals(List.of(3, 4, 5).contains(second), true, "after " + second + " s");
                    return;
                }
            }
        }
        throw new AssertionError("it was endured for ever");
    }
}
