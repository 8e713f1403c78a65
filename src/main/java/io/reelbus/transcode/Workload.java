package io.reelbus.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much there is to do for one source, as far as its probe tells.
 *
 * @param seconds how long the source is, or may be; absent where nobody knows
 * @param declared whether its container says so itself, so that a share of it can be told
 * @param width of the source in px; 0 without pictures
 * @param height of the source in px; 0 without pictures
 * @param video whether pictures are made, and not sound alone
 * @param bytes of the source; about as many are expected to be made
 * @param steps of the plan, in their order, the probe among them
 */
record Workload(
        OptionalDouble seconds, boolean declared, int width, int height, boolean video, long bytes, List<Step> steps) {
    /** What is counted beside the pixels of a second: its sound and its demultiplexing. */
    private static final double MEGAPIXELS_OF_SOUND = 0.1;

    /** Of a file that does not tell its length: 2 Mbit/s. */
    private static final double BYTES_OF_A_SECOND = 250_000;

    Workload {
        if (seconds.isPresent() && !(seconds.getAsDouble() > 0 && Double.isFinite(seconds.getAsDouble()))) {
            throw new IllegalArgumentException("no source lasts " + seconds.getAsDouble() + " s");
        }
        if (width < 0 || height < 0 || bytes < 0) {
            throw new IllegalArgumentException("negative: " + width + "x" + height + ", " + bytes + " bytes");
        }
        if (declared && seconds.isEmpty()
                || steps.isEmpty()
                || !steps.stream().sorted().distinct().toList().equals(steps)) {
            throw new IllegalArgumentException("steps " + steps + " of " + seconds);
        }
        steps = List.copyOf(steps);
    }

    /** What this plan makes of a source of so many bytes. */
    static Workload of(Plan plan, long bytes) {
        MediaInfo info = plan.source();
        Optional<Size> size = info.video().map(MediaInfo.Video::size);
        List<Step> steps = new ArrayList<>(List.of(Step.PROBE));
        if (!plan.arguments().isEmpty()) {
            steps.add(Step.ENCODE);
        }
        if (plan.hasLatePictures()) {
            steps.add(Step.POSTER);
        }
        steps.add(Step.FINISH);
        steps.add(Step.STORE);
        return new Workload(
                info.durationSeconds(),
                info.declaredSeconds().isPresent(),
                size.map(Size::width).orElse(0),
                size.map(Size::height).orElse(0),
                plan.main().isPresent(),
                bytes,
                steps);
    }

    /** The length of the source where its container declares it. */
    OptionalDouble declaredSeconds() {
        return declared ? seconds : OptionalDouble.empty();
    }

    /** How much of a step there is: of the encoding megapixel-seconds, of what comes last bytes, of the others one. */
    double units(Step step) {
        return switch (step) {
            case PROBE, POSTER -> 1;
            case ENCODE -> encodeUnits(seconds.orElse(bytes / BYTES_OF_A_SECOND));
            case FINISH, STORE -> bytes;
        };
    }

    /** The units of so much of the source encoded. */
    double encodeUnits(double ofSeconds) {
        return ofSeconds * (MEGAPIXELS_OF_SOUND + (video ? width * (double) height / 1e6 : 0));
    }
}
