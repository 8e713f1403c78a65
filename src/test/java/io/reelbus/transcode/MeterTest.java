package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final Meter meter = new Meter();

    @Test
    void theProbeKnowsNothingYet() {
        assertEquals(new Tick(0, "Extracting metadata...", Map.of("step", "probe")), meter.begin(Step.PROBE));
    }

    @Test
    void halfOfTheVideoIsHalfOfTheTranscodesShare() {
        meter.probed(info(OptionalDouble.of(30)));
        assertEquals(1, meter.begin(Step.TRANSCODE).percent());
        Tick tick = meter.transcoding(new Progress(450, 60, 15, 1000, OptionalDouble.of(2), false));
        assertEquals(49.5, tick.percent());
        assertEquals("Transcoding...", tick.message());
        assertEquals(
                Map.of(
                        "step",
                        "transcode",
                        "duration",
                        30.0,
                        "width",
                        1920,
                        "height",
                        1080,
                        "eta",
                        8L,
                        "speed",
                        2.0,
                        "fps",
                        60.0,
                        "frame",
                        450L),
                tick.metadata());
        assertEquals(98, meter.begin(Step.POSTER).percent());
    }

    @Test
    void itNeverFallsAndNeverReachesTheEnd() {
        meter.probed(info(OptionalDouble.of(10)));
        double last = meter.begin(Step.TRANSCODE).percent();
        for (double seconds : new double[] {0, 1, 5, 4, 9, 10, 12, 1e9, 3}) {
            double percent = meter.transcoding(at(seconds)).percent();
            assertTrue(percent >= last && percent <= 99.9, percent + " after " + last);
            last = percent;
        }
        assertEquals(98, last);
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        meter.probed(info(OptionalDouble.of(10)));
        Tick tick = meter.transcoding(at(0));
        assertFalse(tick.metadata().containsKey("eta"));
        assertFalse(tick.metadata().containsKey("speed"));
        assertFalse(tick.metadata().containsKey("fps"));
    }

    @Test
    void withoutALengthThePercentageStandsStillAndTheMessageSaysWhy() {
        meter.probed(info(OptionalDouble.empty()));
        assertEquals(1, meter.begin(Step.TRANSCODE).percent());
        Tick tick = meter.transcoding(new Progress(360, 30, 12.34, 1000, OptionalDouble.of(2), false));
        assertEquals(1, tick.percent());
        assertEquals("Transcoding... (12 s done, length unknown)", tick.message());
        assertEquals(12.3, tick.metadata().get("processed"));
        assertFalse(tick.metadata().containsKey("eta"));
        assertFalse(tick.metadata().containsKey("duration"));
    }

    @Test
    void noNumberIsEverNaN() {
        assertEquals(1, Step.TRANSCODE.percent(Double.NaN));
        assertEquals(1, Step.TRANSCODE.percent(Double.NEGATIVE_INFINITY));
        assertEquals(98, Step.TRANSCODE.percent(Double.POSITIVE_INFINITY));
        assertEquals(99.9, Step.POSTER.percent(1));
    }

    private static Progress at(double seconds) {
        return new Progress(1, 0, seconds, 1, OptionalDouble.empty(), false);
    }

    private static MediaInfo info(OptionalDouble duration) {
        return Media.lasting(duration, "mov");
    }
}
