package io.reelbus.transcode;

import java.util.Locale;

/**
 * What a run of ffmpeg took.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds of all its threads, as last seen: up to a tenth of a second before its end
 */
record Usage(double wallSeconds, double cpuSeconds) {
    static final Usage NONE = new Usage(0, 0);

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s, CPU %.1f s", wallSeconds, cpuSeconds);
    }
}
