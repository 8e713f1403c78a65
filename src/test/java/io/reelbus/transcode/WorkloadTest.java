package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void anEncodingIsAsMuchAsItsSecondsAndPixels() {
        Workload hd = of(OptionalDouble.of(10), true, 1920, 1080);
        Workload longer = of(OptionalDouble.of(20), true, 1920, 1080);
        Workload larger = of(OptionalDouble.of(10), true, 3840, 2160);
        assertEquals(2 * hd.units(Step.ENCODE), longer.units(Step.ENCODE), 1e-9);
        assertEquals(3.9, larger.units(Step.ENCODE) / hd.units(Step.ENCODE), 0.1);
        assertEquals(hd.units(Step.ENCODE), longer.encodeUnits(10), 1e-9);
    }

    @Test
    void soundAloneIsLittleButNotNothing() {
        Workload sound = new Workload(OptionalDouble.of(10), true, 1920, 1080, false, 1, List.of(Step.ENCODE));
        assertEquals(1, sound.units(Step.ENCODE), 1e-9);
    }

    @Test
    void withoutALengthTheBytesSayHowMuchItMayBe() {
        Workload live = of(OptionalDouble.empty(), false, 640, 360);
        assertTrue(live.units(Step.ENCODE) > 0);
        assertEquals(1_000_000, live.units(Step.FINISH));
        assertEquals(1, live.units(Step.POSTER));
    }

    @Test
    void nonsenseIsRefused() {
        for (double odd : List.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
            assertThrows(IllegalArgumentException.class, () -> of(OptionalDouble.of(odd), true, 1, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> of(OptionalDouble.empty(), true, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> of(OptionalDouble.of(1), true, -1, 1));
        for (List<Step> steps :
                List.of(List.<Step>of(), List.of(Step.FINISH, Step.PROBE), List.of(Step.PROBE, Step.PROBE))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Workload(OptionalDouble.of(1), true, 1, 1, true, 1, steps));
        }
    }

    private static Workload of(OptionalDouble seconds, boolean declared, int width, int height) {
        return new Workload(
                seconds, declared, width, height, true, 1_000_000, List.of(Step.PROBE, Step.ENCODE, Step.FINISH));
    }
}
