package io.reelbus.transcode;

import java.util.EnumMap;
import java.util.Map;

/**
 * The bar of one attempt: each of its steps has as much of it as it is expected to cost of all. Made once, when the
 * source is known: a bar that is measured anew on its way would fall.
 */
final class Weights {
    /** No step is nothing, and none is endless, whatever it is expected to cost. */
    private static final double LEAST_SECONDS = 1e-3;

    private static final double MOST_SECONDS = 1e9;

    private final Map<Step, Double> seconds = new EnumMap<>(Step.class);
    private final double all;

    private Weights(Map<Step, Double> expected) {
        expected.forEach((step, cost) ->
                seconds.put(step, cost >= LEAST_SECONDS ? Math.min(MOST_SECONDS, cost) : LEAST_SECONDS));
        all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Of a workload by a profile, whose probe took this long, in seconds. */
    static Weights of(Workload known, Costs costs, String profile, double probeSeconds) {
        Map<Step, Double> expected = new EnumMap<>(Step.class);
        known.steps().forEach(step -> expected.put(step, costs.expect(profile, step, known.units(step))));
        expected.computeIfPresent(Step.PROBE, (step, guess) -> probeSeconds);
        return new Weights(expected);
    }

    /** How much of all is done, in percent, when so much of this step is: 0 to 100. */
    double percent(Step step, double share) {
        double before = seconds.entrySet().stream()
                .filter(each -> each.getKey().compareTo(step) < 0)
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return 100 * (before + share * seconds(step)) / all;
    }

    /** What this step is expected to take, in seconds. */
    double seconds(Step step) {
        return seconds.getOrDefault(step, 0.0);
    }

    /** What the steps behind this one are expected to take, in seconds. */
    double secondsAfter(Step step) {
        return seconds.entrySet().stream()
                .filter(each -> each.getKey().compareTo(step) > 0)
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
