package io.reelbus.inspect;

/**
 * What may be looked at. {@code enabled}: whether {@code /inspect} is there at all; {@code maxTaps}: how many taps may
 * be open at one node; {@code maxTapPerSecond}: how many messages each node shows a tap in a second.
 */
public record InspectConfig(boolean enabled, int maxTaps, int maxTapPerSecond) {
    public InspectConfig {
        within("maxTaps", maxTaps, 100);
        within("maxTapPerSecond", maxTapPerSecond, 100_000);
    }

    private static void within(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("inspect." + key + " must be 1 to " + most);
        }
    }
}
