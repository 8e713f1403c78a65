package io.reelbus.transcode;

import java.util.Locale;
import java.util.OptionalDouble;

/** How often frames come. */
final class FrameRate {
    /** Above so much of the average the finest rate is that of a burst; twice the average is that of fields. */
    private static final double UNEVEN = 1.2;

    private static final double TWICE = 2;
    private static final double ABOUT = 0.02;

    private FrameRate() {}

    /** Frames per second where they come quickest, where known: the average of those that come evenly. */
    static OptionalDouble highest(MediaInfo.Video video) {
        double average = video.frameRate().orElse(0);
        double finest = video.finestRate().orElse(0);
        boolean fields = Math.abs(finest - TWICE * average) < ABOUT * finest;
        return finest > UNEVEN * average && !fields ? video.finestRate() : video.frameRate();
    }

    /** The same, of what is made. */
    static OptionalDouble highest(MediaInfo.Video video, int most) {
        OptionalDouble rate = highest(video);
        return rate.isPresent() ? OptionalDouble.of(Math.min(most, rate.getAsDouble())) : rate;
    }

    /** As a filter takes it, for ffmpeg prints those of television rounded: {@code 30000/1001} for 29.97. */
    static String exact(double rate) {
        for (int whole : new int[] {24, 30, 48, 60, 120}) {
            if (Math.abs(rate - whole / 1.001) < 0.006) {
                return whole + "000/1001";
            }
        }
        return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.format(Locale.ROOT, "%.3f", rate);
    }
}
