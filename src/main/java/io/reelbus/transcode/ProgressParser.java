package io.reelbus.transcode;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what {@code -progress pipe:1} prints: blocks of {@code key=value} lines, each ended by {@code progress=}. */
final class ProgressParser {
    private final Map<String, String> block = new HashMap<>();
    private double seconds;

    /** The report that this line completes, or empty. Values that are no numbers count as unknown. */
    Optional<Progress> accept(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        String key = line.substring(0, equals);
        String value = line.substring(equals + 1).trim();
        if (!key.equals("progress")) {
            // Other keys are as many as the output has streams: they are not kept.
            if (key.equals("frame")
                    || key.equals("fps")
                    || key.equals("out_time_us")
                    || key.equals("total_size")
                    || key.equals("speed")) {
                block.put(key, value);
            }
            return Optional.empty();
        }
        // Before the first packet the time is N/A or hugely negative, depending on the release.
        seconds = Math.max(seconds, number("out_time_us").orElse(0) / 1e6);
        double speed = number("speed").orElse(0);
        Progress progress = new Progress(
                Math.max(0, (long) number("frame").orElse(0)),
                Math.max(0, number("fps").orElse(0)),
                seconds,
                Math.max(0, (long) number("total_size").orElse(0)),
                speed > 0 ? OptionalDouble.of(speed) : OptionalDouble.empty(),
                value.equals("end"));
        block.clear();
        return Optional.of(progress);
    }

    private OptionalDouble number(String key) {
        String text = block.getOrDefault(key, "");
        try {
            double value = Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException unknown) {
            return OptionalDouble.empty();
        }
    }
}
