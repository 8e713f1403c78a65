package io.reelbus.transcode;

/** The steps of the work, each with its share of the whole in percent. */
enum Step {
    PROBE("probe", "Extracting metadata...", 0, 1),
    TRANSCODE("transcode", "Transcoding...", 1, 98),
    POSTER("poster", "Creating poster...", 98, 99.9);

    private final String wire;
    private final String message;
    private final double from;
    private final double to;

    Step(String wire, String message, double from, double to) {
        this.wire = wire;
        this.message = message;
        this.from = from;
        this.to = to;
    }

    String wire() {
        return wire;
    }

    String message() {
        return message;
    }

    /** Percent of the whole when this much of the step (0 to 1) is done: one decimal, rounded down; NaN counts as 0. */
    double percent(double fraction) {
        double share = fraction > 0 ? Math.min(1, fraction) : 0;
        return Math.floor((from + (to - from) * share) * 10 + 1e-9) / 10;
    }
}
