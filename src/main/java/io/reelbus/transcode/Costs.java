package io.reelbus.transcode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the steps of each profile were measured to cost on this node, in seconds of wall time per unit: a mean in which
 * earlier work counts less and less, and large work more than small. Units are those of {@link Workload#units}. For any
 * thread.
 */
final class Costs {
    /** How much of what was measured before still counts beside one more. */
    private static final double MEMORY = 0.8;

    private static final int MOST = 256;

    private final Map<Key, Mean> measured = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Mean> eldest) {
            return size() > MOST;
        }
    };

    /** The seconds that so much of a step is expected to take: as it was measured, else as a small machine would. */
    synchronized double expect(String profile, Step step, double units) {
        Mean mean = measured.get(new Key(profile, step));
        return units * (mean == null ? prior(step) : mean.seconds / mean.units);
    }

    /** So much of a step took so long; what says nothing, as no units, is not counted. */
    synchronized void learn(String profile, Step step, double units, double seconds) {
        if (!(units > 0 && seconds > 0) || !Double.isFinite(units) || !Double.isFinite(seconds)) {
            return;
        }
        measured.merge(new Key(profile, step), new Mean(units, seconds), Mean::then);
    }

    private static double prior(Step step) {
        return switch (step) {
            case PROBE -> 0.2;
            case ENCODE -> 0.25;
            case POSTER -> 0.4;
            case FINISH -> 4e-9;
            case STORE -> 10e-9;
        };
    }

    private record Key(String profile, Step step) {}

    private record Mean(double units, double seconds) {
        Mean then(Mean next) {
            return new Mean(MEMORY * units + next.units, MEMORY * seconds + next.seconds);
        }
    }
}
