package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final long TENTH = 100_000_000L;

    private final Speed speed = new Speed();
    private long now = 1;
    private double done;

    @Test
    void beforeThereIsHalfASecondOfItThereIsNoSpeed() {
        for (int i = 0; i < 50; i++) {
            assertEquals(OptionalDouble.empty(), next(0), "nothing is done yet");
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(OptionalDouble.empty(), next(0.001));
        }
        assertEquals(0.01, next(0.001).orElseThrow(), 1e-9);
    }

    @Test
    void theSlowFirstSecondIsForgotten() {
        run(10, 0.0001);
        run(11, 0.002);
        assertEquals(0.02, next(0.002).orElseThrow(), 1e-9);
    }

    @Test
    void aChangeIsSeenWithinSeconds() {
        run(300, 0.001);
        assertEquals(0.01, next(0.001).orElseThrow(), 1e-9);
        run(55, 0.0002);
        assertEquals(0.002, next(0.0002).orElseThrow(), 1e-9);
    }

    @Test
    void whatStandsHasNone() {
        run(100, 0.001);
        run(60, 0);
        assertEquals(OptionalDouble.empty(), next(0));
    }

    @Test
    void aLongRunIsMeasuredOverLongerTimes() {
        // Half a minute of which ten seconds are quick: after ten minutes that is one scene.
        run(6000, 0.0001);
        run(100, 0.0002);
        double measured = next(0.0001).orElseThrow();
        assertTrue(measured > 0.0012 && measured < 0.0014, "measured: " + measured);
    }

    @Test
    void afterARestartNothingOfBeforeCounts() {
        run(100, 0.005);
        speed.restart();
        done = 0;
        run(10, 0.001);
        assertEquals(0.01, next(0.001).orElseThrow(), 1e-9);
    }

    private void run(int tenths, double each) {
        for (int i = 0; i < tenths; i++) {
            var unused = next(each);
        }
    }

    private OptionalDouble next(double more) {
        now += TENTH;
        done += more;
        return speed.perSecond(now, done);
    }
}
