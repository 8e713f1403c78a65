package io.reelbus.transcode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is known of one attempt into ticks of its whole work, which never fall, and teaches {@link Costs} what the
 * steps have cost. For one attempt and one thread.
 */
final class Meter {
    private static final double HIGHEST = 99.9;
    private static final String INDETERMINATE = "indeterminate";

    private final Costs costs;
    private final String profile;
    private final LongSupplier nanoTime;
    private final Speed speed = new Speed();
    private final ReadMark read = new ReadMark();

    private @Nullable Workload known;
    private @Nullable Weights weights;
    private long beganAt;
    private double encodedSeconds;
    private boolean byTime;
    private double highest;

    Meter(Costs costs, String profile) {
        this(costs, profile, System::nanoTime);
    }

    /** With a clock of its own, for tests. */
    Meter(Costs costs, String profile, LongSupplier nanoTime) {
        this.costs = costs;
        this.profile = profile;
        this.nanoTime = nanoTime;
        this.beganAt = nanoTime.getAsLong();
    }

    /** A step begins. */
    Tick begin(Step step) {
        beganAt = nanoTime.getAsLong();
        speed.restart();
        // How long an encoding takes its own speed says, soon.
        OptionalDouble left = step.compareTo(Step.ENCODE) > 0 ? secondsFrom(step) : OptionalDouble.empty();
        Map<String, Object> metadata = metadata(step, left);
        if (step == Step.PROBE || step == Step.POSTER) {
            metadata.put(INDETERMINATE, true);
        }
        return tick(step, step.message(), 0, metadata);
    }

    /** The source is known: its probe is done, and with this it is settled how much of the bar each step has. */
    void probed(Workload workload) {
        known = workload;
        weights = Weights.of(workload, costs, profile, elapsed());
    }

    /**
     * How far the encoding is.
     *
     * @param report ffmpeg's latest; {@link Progress#NONE} before its first
     * @param readShare how much of the source ffmpeg has read, 0 to 1, where that can be seen
     */
    Tick encoding(Progress report, OptionalDouble readShare) {
        long now = nanoTime.getAsLong();
        encodedSeconds = Math.max(encodedSeconds, report.seconds());
        OptionalDouble declared = known == null ? OptionalDouble.empty() : known.declaredSeconds();
        OptionalDouble done = readShare.isPresent() ? read.accept(now, readShare.getAsDouble()) : readShare;
        boolean timed = declared.isPresent() && report.seconds() > 0;
        if (timed != byTime) {
            byTime = timed;
            speed.restart();
        }
        OptionalDouble share = timed
                ? OptionalDouble.of(Math.min(1, report.seconds() / declared.getAsDouble()))
                : done.isPresent() || declared.isEmpty() ? done : OptionalDouble.of(0);
        boolean exceeded = timed && report.seconds() > declared.getAsDouble() + leeway(declared.getAsDouble());
        OptionalDouble left =
                share.isPresent() && !exceeded ? left(Step.ENCODE, now, share.getAsDouble()) : OptionalDouble.empty();
        Map<String, Object> metadata = metadata(Step.ENCODE, left);
        describe(report, metadata);
        if (declared.isEmpty() || exceeded) {
            metadata.put("processed", Math.round(report.seconds() * 10) / 10.0);
        }
        // At the end of an MP4 its index is brought to its beginning, and all of it written anew.
        if (share.isEmpty() || share.getAsDouble() >= 1) {
            metadata.put(INDETERMINATE, true);
        }
        return tick(Step.ENCODE, message(report, share, exceeded), share.orElse(0), metadata);
    }

    /** Of a step behind the encoding so much is done, 0 to 1. */
    Tick reached(Step step, double share) {
        OptionalDouble left = left(step, nanoTime.getAsLong(), share);
        return tick(step, step.message(), share, metadata(step, left.isPresent() ? left : secondsFrom(step)));
    }

    /** A step has ended, and was as much as was expected. */
    Tick end(Step step) {
        Workload workload = known;
        if (workload == null) {
            return tick(step, step.message(), 1, metadata(step, OptionalDouble.empty()));
        }
        return end(step, step == Step.ENCODE ? workload.encodeUnits(encodedSeconds) : workload.units(step));
    }

    /** A step has ended that was so much, in the units of {@link Workload#units}. */
    Tick end(Step step, double units) {
        costs.learn(profile, step, units, elapsed());
        OptionalDouble left = weights == null ? OptionalDouble.empty() : OptionalDouble.of(weights.secondsAfter(step));
        return tick(step, step.message(), 1, metadata(step, left));
    }

    private double elapsed() {
        return (nanoTime.getAsLong() - beganAt) / 1e9;
    }

    private OptionalDouble secondsFrom(Step step) {
        return weights == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(weights.seconds(step) + weights.secondsAfter(step));
    }

    /** Of all steps from now on: of this one by its own speed, of the later ones by what they are expected to cost. */
    private OptionalDouble left(Step step, long now, double share) {
        OptionalDouble perSecond = speed.perSecond(now, share);
        double later = weights == null ? 0 : weights.secondsAfter(step);
        return perSecond.isPresent()
                ? OptionalDouble.of((1 - share) / perSecond.getAsDouble() + later)
                : share == 1 ? OptionalDouble.of(later) : OptionalDouble.empty();
    }

    /** Headers are not exact, and the last packet of sound reaches beyond the end. */
    private static double leeway(double declaredSeconds) {
        return Math.max(1, declaredSeconds / 100);
    }

    private String message(Progress report, OptionalDouble share, boolean exceeded) {
        String message = Step.ENCODE.message();
        if (exceeded && known != null) {
            return String.format(
                    Locale.ROOT,
                    "%s (%d s done, the file declares %d s)",
                    message,
                    Math.round(report.seconds()),
                    Math.round(known.seconds().orElse(0)));
        }
        return share.isPresent() || report.seconds() == 0
                ? message
                : message + " (" + Math.round(report.seconds()) + " s done, length unknown)";
    }

    /** ffmpeg's own figures; of a run that makes sound alone those of pictures mean nothing. */
    private void describe(Progress report, Map<String, Object> metadata) {
        report.speed().ifPresent(times -> metadata.put("speed", times));
        if (known != null && known.video() && report.frame() > 0) {
            if (report.fps() > 0) {
                metadata.put("fps", report.fps());
            }
            metadata.put("frame", report.frame());
        }
    }

    private Tick tick(Step step, String message, double share, Map<String, Object> metadata) {
        if (weights != null) {
            double exact = weights.percent(step, share > 0 ? Math.min(1, share) : 0);
            // A decimal is not lost to the last bit of a double.
            highest = Math.max(highest, Math.min(HIGHEST, Math.floor(exact * 10 + 1e-9) / 10));
        }
        return new Tick(highest, message, Collections.unmodifiableMap(metadata));
    }

    private Map<String, Object> metadata(Step step, OptionalDouble secondsLeft) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("step", step.wire());
        if (known != null) {
            metadata.put("stepIndex", known.steps().indexOf(step) + 1);
            metadata.put("steps", known.steps().size());
            known.seconds().ifPresent(duration -> metadata.put("duration", duration));
            if (known.width() > 0) {
                metadata.put("width", known.width());
                metadata.put("height", known.height());
            }
        }
        secondsLeft.ifPresent(left -> metadata.put("eta", (long) Math.ceil(left)));
        return metadata;
    }
}
