package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is said to be left against what is left, over simulated encodings whose reports come ten times a second. */
class EtaTest {
    private static final double TENTH = 0.1;

    /** What the steps behind the encoding take, as this node has learned. */
    private static final double LATER = 3;

    private final Random random = new Random(3);
    private long nanos;

    @Test
    void ofSteadyWorkItIsTrueAfterATenth() {
        for (double length : List.of(8.0, 30.0, 120.0, 1200.0)) {
            assertTrue(worst(length, wall -> 1, 0.1) <= 0.2, length + " s of work: " + worst(length, wall -> 1, 0.1));
        }
    }

    @Test
    void reportsThatJitterDoNotMatter() {
        for (double length : List.of(10.0, 30.0, 120.0, 1200.0)) {
            double worst = worst(length, wall -> 0.5 + random.nextDouble(), 0.1);
            assertTrue(worst <= 0.2, length + " s of work: " + worst);
        }
    }

    @Test
    void workThatComesInBurstsDoesNotMatter() {
        // Nothing for 0.4 s, then as much as was due.
        double worst = worst(60, wall -> Math.round(wall / TENTH) % 5 == 0 ? 5 : 0, 0.1);
        assertTrue(worst <= 0.2, "worst: " + worst);
    }

    @Test
    void theSlowStartDoesNotMatter() {
        for (double length : List.of(20.0, 60.0, 300.0)) {
            double worst = worst(length, wall -> wall < 1 ? 0.05 : 1, 0.1);
            assertTrue(worst <= 0.2, length + " s of work: " + worst);
        }
    }

    @Test
    void aChangeOfSpeedInTheMiddleIsMadeUpForWithinSeconds() {
        for (double factor : List.of(0.25, 0.5, 2.0, 4.0)) {
            double worst = worst(60, wall -> wall < 30 ? 1 : factor, wall -> wall > 36);
            assertTrue(worst <= 0.2, "by " + factor + ": " + worst);
        }
    }

    @Test
    void whatStandsStillHasNone() {
        Meter meter = meter(60);
        Tick last = null;
        for (int i = 1; i <= 300; i++) {
            nanos += 100_000_000L;
            last = meter.encoding(at(Math.min(i, 200) / 10.0), OptionalDouble.empty());
        }
        assertEquals(null, last.metadata().get("eta"));
    }

    private double worst(double length, DoubleUnaryOperator speedAt, double fromShare) {
        return worst(length, speedAt, wall -> wall >= fromShare * length);
    }

    private interface Counts {
        boolean at(double wall);
    }

    /**
     * The largest error, as a part of what was really left, of all that was said while it counts; a whole second, which is
     * the finest that is said, is no error.
     *
     * @param length seconds of wall time at a speed of 1; media lasts as long
     */
    private double worst(double length, DoubleUnaryOperator speedAt, Counts counts) {
        Meter meter = meter(length);
        double wall = 0;
        double done = 0;
        List<double[]> said = new ArrayList<>();
        while (done < length) {
            nanos += 100_000_000L;
            wall += TENTH;
            done = Math.min(length, done + TENTH * speedAt.applyAsDouble(wall));
            Tick tick = meter.encoding(at(done), OptionalDouble.empty());
            Long eta = (Long) tick.metadata().get("eta");
            if (counts.at(wall)) {
                said.add(new double[] {wall, eta == null ? Double.NaN : eta});
            }
        }
        double end = wall + LATER;
        double worst = 0;
        for (double[] each : said) {
            double left = end - each[0];
            double error = Math.max(0, Math.abs(each[1] - left) - 1) / left;
            worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, error);
        }
        assertTrue(said.size() > 10);
        return worst;
    }

    private Meter meter(double length) {
        Costs costs = new Costs();
        costs.learn("web", Step.POSTER, 1, LATER - 2);
        costs.learn("web", Step.FINISH, 1000, 1);
        costs.learn("web", Step.STORE, 1000, 1);
        Meter meter = new Meter(costs, "web", () -> nanos);
        var probe = meter.begin(Step.PROBE);
        meter.probed(new Workload(OptionalDouble.of(length), true, 1920, 1080, true, 1000, List.of(Step.values())));
        var begun = meter.begin(Step.ENCODE);
        return meter;
    }

    private static Progress at(double seconds) {
        // ffmpeg's own speed is an average since the beginning, and is not what this stands on.
        return new Progress(1, 1, seconds, 1, OptionalDouble.of(1e-3), false);
    }
}
