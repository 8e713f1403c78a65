package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final List<Step> ALL = List.of(Step.values());
    private static final OptionalDouble UNSEEN = OptionalDouble.empty();

    /** On this node a second of probing, 8 of encoding 30 s, half a second of the poster, and a quarter each at the end. */
    private final Costs costs = costs();

    private long nanos = 42;
    private final Meter meter = new Meter(costs, "web", () -> nanos);

    @Test
    void theProbeKnowsNothingYet() {
        assertEquals(
                new Tick(0, "Extracting metadata...", Map.of("step", "probe", "indeterminate", true)),
                meter.begin(Step.PROBE));
    }

    @Test
    void eachStepHasAsMuchOfTheBarAsItCosts() {
        assertEquals(10, begun(declared(30)).percent());
        Tick half = meter.encoding(new Progress(450, 60, 15, 1000, OptionalDouble.of(2), false), UNSEEN);
        assertEquals(
                new Tick(
                        50,
                        "Transcoding...",
                        Map.of(
                                "step",
                                "transcode",
                                "stepIndex",
                                2,
                                "steps",
                                5,
                                "duration",
                                30.0,
                                "width",
                                1000,
                                "height",
                                900,
                                "speed",
                                2.0,
                                "fps",
                                60.0,
                                "frame",
                                450L)),
                half);
        assertEquals(90, meter.end(Step.ENCODE).percent());
        assertEquals(90, meter.begin(Step.POSTER).percent());
        assertEquals(95, meter.end(Step.POSTER).percent());
        assertEquals(new Tick(95, "Finishing...", at(4, "finish", 1)), meter.begin(Step.FINISH));
        assertEquals(97.5, meter.end(Step.FINISH).percent());
        assertEquals(new Tick(97.5, "Storing...", at(5, "store", 1)), meter.begin(Step.STORE));
        assertEquals(99.5, meter.reached(Step.STORE, 0.8).percent());
        assertEquals(99.9, meter.end(Step.STORE).percent());
    }

    @Test
    void howLongItTakesToStoreIsToldByItsOwnSpeed() {
        var unused = begun(declared(30));
        assertEquals(1L, meter.begin(Step.STORE).metadata().get("eta"));
        Tick tick = null;
        for (int i = 1; i <= 50; i++) {
            pass(0.2);
            tick = meter.reached(Step.STORE, i / 100.0);
        }
        assertEquals(10, (Long) tick.metadata().get("eta"), 1.0);
    }

    @Test
    void whatIsSentAgainDoesNotTakeTheBarBack() {
        var unused = begun(declared(30));
        double most = meter.reached(Step.STORE, 0.9).percent();
        assertEquals(most, meter.reached(Step.STORE, 0.1).percent());
    }

    @Test
    void aProfileThatOnlyLooksHasNoOtherStep() {
        assertEquals(0, meter.begin(Step.PROBE).percent());
        pass(1);
        meter.probed(new Workload(OptionalDouble.of(30), true, 1000, 900, false, 0, List.of(Step.PROBE, Step.FINISH)));
        Tick last = meter.begin(Step.FINISH);
        assertTrue(last.percent() > 99, "percent: " + last.percent());
        assertEquals(2, last.metadata().get("stepIndex"));
        assertEquals(2, last.metadata().get("steps"));
        assertEquals(99.9, meter.end(Step.FINISH).percent());
    }

    @Test
    void aStepThatIsLeftOutIsPassedOver() {
        var unused = begun(declared(30));
        assertEquals(95, meter.begin(Step.FINISH).percent());
    }

    @Test
    void whateverFfmpegSaysItNeverFallsAndNeverReachesTheEnd() {
        Random random = new Random(7);
        double[] odd = {0, 1e-9, 5, 29.99, 30, 31, 1e9, 1e300, Double.MAX_VALUE};
        double[] shares = {0, 0.5, 1, 7, -1, Double.NaN, Double.POSITIVE_INFINITY};
        for (Workload workload : List.of(
                declared(30),
                declared(1e-300),
                declared(1e300),
                new Workload(OptionalDouble.of(30), false, 0, 0, true, 0, ALL),
                new Workload(UNSEEN, false, 1, 1, false, Long.MAX_VALUE, ALL))) {
            Meter each = new Meter(costs, "web", () -> nanos);
            each.probed(workload);
            double last = each.begin(Step.ENCODE).percent();
            for (int i = 0; i < 2000; i++) {
                pass(random.nextInt(10) / 10.0);
                double seconds = random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : random.nextInt(40);
                OptionalDouble share =
                        random.nextBoolean() ? UNSEEN : OptionalDouble.of(shares[random.nextInt(shares.length)]);
                Tick tick = each.encoding(at(seconds), share);
                assertTrue(tick.percent() >= last && tick.percent() <= 99.9, tick + " after " + last);
                assertEquals(Math.rint(tick.percent() * 10), tick.percent() * 10, 1e-9);
                assertTrue((Long) tick.metadata().getOrDefault("eta", 0L) >= 0, tick.toString());
                last = tick.percent();
            }
            for (Step step : List.of(Step.ENCODE, Step.POSTER, Step.FINISH, Step.STORE)) {
                double percent = each.end(step).percent();
                assertTrue(percent >= last && percent <= 99.9, step + ": " + percent);
                last = percent;
            }
            assertEquals(99.9, last);
        }
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        var unused = begun(declared(30));
        Map<String, Object> metadata = meter.encoding(Progress.NONE, UNSEEN).metadata();
        for (String key : List.of("eta", "speed", "fps", "frame", "processed", "indeterminate")) {
            assertFalse(metadata.containsKey(key), key);
        }
    }

    @Test
    void ofSoundAloneThereAreNoFrames() {
        meter.probed(new Workload(OptionalDouble.of(30), true, 0, 0, false, 1000, ALL));
        // One frame is that of the waveform.
        Tick tick = meter.encoding(new Progress(1, 0.05, 15, 1000, OptionalDouble.of(60), false), UNSEEN);
        assertEquals(
                Set.of("step", "stepIndex", "steps", "duration", "speed"),
                tick.metadata().keySet());
    }

    @Test
    void withoutALengthThePercentageStandsStillAndSaysSo() {
        double begin = begun(undeclared()).percent();
        assertEquals(10, begin, 0.1);
        Tick tick = meter.encoding(new Progress(360, 30, 12.34, 1000, OptionalDouble.of(2), false), UNSEEN);
        assertEquals(begin, tick.percent());
        assertEquals("Transcoding... (12 s done, length unknown)", tick.message());
        assertEquals(12.3, tick.metadata().get("processed"));
        assertEquals(true, tick.metadata().get("indeterminate"));
        assertFalse(tick.metadata().containsKey("eta"));
        assertEquals(90, meter.end(Step.ENCODE).percent(), 0.1);
    }

    @Test
    void withoutALengthWhatFfmpegHasReadOfTheFileIsTheMeasure() {
        var unused = begun(undeclared());
        Tick tick = null;
        for (int i = 0; i <= 40; i++) {
            tick = meter.encoding(at(i / 2.0), OptionalDouble.of(i / 80.0));
            pass(0.1);
        }
        // 4 s for one half, of which the last second does not count yet.
        assertEquals(10 + 80 * 0.375, tick.percent(), 1.1);
        assertEquals("Transcoding...", tick.message());
        assertEquals(20.0, tick.metadata().get("processed"));
        assertFalse(tick.metadata().containsKey("indeterminate"));
        assertEquals(6, (Long) tick.metadata().get("eta"), 1.0);
    }

    @Test
    void aGuessedLengthIsShownButNotMeasuredBy() {
        var unused = begun(new Workload(OptionalDouble.of(30), false, 1000, 900, true, 1, ALL));
        Tick tick = meter.encoding(at(15), UNSEEN);
        assertEquals(30.0, tick.metadata().get("duration"));
        assertEquals(true, tick.metadata().get("indeterminate"));
    }

    @Test
    void beforeFfmpegReportsAnythingWhatItHasReadIsTheMeasure() {
        var unused = begun(declared(30));
        double last = 0;
        for (int i = 0; i <= 20; i++) {
            last = meter.encoding(Progress.NONE, OptionalDouble.of(i / 40.0)).percent();
            pass(0.25);
        }
        assertEquals(10 + 80 * 0.4, last, 0.1);
        // Its first report says as much as what is done by then.
        assertEquals(50, meter.encoding(at(15), OptionalDouble.of(0.5)).percent());
    }

    @Test
    void moreThanWasDeclaredIsSaidAndTheBarWaitsAtTheEndOfTheStep() {
        var unused = begun(declared(30));
        Tick full = meter.encoding(at(30.5), UNSEEN);
        assertEquals(90, full.percent());
        assertEquals("Transcoding...", full.message());
        pass(1);
        Tick over = meter.encoding(at(75), UNSEEN);
        assertEquals(90, over.percent());
        assertEquals("Transcoding... (75 s done, the file declares 30 s)", over.message());
        assertEquals(75.0, over.metadata().get("processed"));
        assertEquals(true, over.metadata().get("indeterminate"));
        assertFalse(over.metadata().containsKey("eta"));
    }

    @Test
    void whatComesShorterThanDeclaredEndsItsStepAllTheSame() {
        var unused = begun(declared(30));
        assertEquals(50, meter.encoding(at(15), UNSEEN).percent());
        assertEquals(90, meter.end(Step.ENCODE).percent());
    }

    @Test
    void whatStepsCostIsLearnedByWhatWasReallyDone() {
        var unused = begun(declared(30));
        var halfOfIt = meter.encoding(at(15), UNSEEN);
        pass(40);
        var encoded = meter.end(Step.ENCODE);
        // 8 s for 30 s count for four fifths, 40 s for 15 s for all.
        double expected = (0.8 * 8 + 40) / (0.8 * 30 + 15);
        assertEquals(
                30 * expected, costs.expect("web", Step.ENCODE, declared(30).units(Step.ENCODE)), 1e-6);
        var finishing = meter.begin(Step.FINISH);
        pass(2);
        var done = meter.end(Step.FINISH, 1e9);
        assertTrue(costs.expect("web", Step.FINISH, 1e9) < 3);
    }

    @Test
    void theNextAttemptOfTheSameKindHasATruerBar() {
        // This one's poster takes as long as its encoding, which nobody could know.
        var unused = begun(declared(30));
        pass(8);
        var encoded = meter.end(Step.ENCODE);
        for (int i = 0; i < 20; i++) {
            var poster = meter.begin(Step.POSTER);
            pass(8);
            var made = meter.end(Step.POSTER);
        }
        Meter next = new Meter(costs, "web", () -> nanos);
        var probe = next.begin(Step.PROBE);
        pass(1);
        next.probed(declared(30));
        double encoding =
                next.begin(Step.POSTER).percent() - next.begin(Step.PROBE).percent();
        assertTrue(next.end(Step.POSTER).percent() - encoding > 40);
    }

    private Tick begun(Workload workload) {
        var unused = meter.begin(Step.PROBE);
        pass(1);
        meter.probed(workload);
        return meter.begin(Step.ENCODE);
    }

    private void pass(double seconds) {
        nanos += Math.round(seconds * 1e9);
    }

    private static Map<String, Object> at(int index, String step, long eta) {
        return Map.of(
                "step",
                step,
                "stepIndex",
                index,
                "steps",
                5,
                "duration",
                30.0,
                "width",
                1000,
                "height",
                900,
                "eta",
                eta);
    }

    private static Costs costs() {
        Costs costs = new Costs();
        costs.learn("web", Step.ENCODE, declared(30).units(Step.ENCODE), 8);
        costs.learn("web", Step.POSTER, 1, 0.5);
        costs.learn("web", Step.FINISH, 1_000_000, 0.25);
        costs.learn("web", Step.STORE, 1_000_000, 0.25);
        return costs;
    }

    private static Workload declared(double seconds) {
        return new Workload(OptionalDouble.of(seconds), true, 1000, 900, true, 1_000_000, ALL);
    }

    /** Of as many bytes as would last 30 s. */
    private Workload undeclared() {
        costs.learn("web", Step.FINISH, 7_500_000 * 1e6, 0.25e6);
        costs.learn("web", Step.STORE, 7_500_000 * 1e6, 0.25e6);
        return new Workload(UNSEEN, false, 1000, 900, true, 7_500_000, ALL);
    }

    private static Progress at(double seconds) {
        return new Progress(1, 0, seconds, 1, OptionalDouble.empty(), false);
    }
}
