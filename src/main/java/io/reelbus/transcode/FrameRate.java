package io.reelbus.transcode;

import java.util.Locale;

/** Frame rates as ffmpeg prints them, which rounds those of television. */
final class FrameRate {
    private FrameRate() {}

    /** As a filter takes it: {@code 30000/1001} for 29.97, else the number itself. */
    static String exact(double rate) {
        for (int whole : new int[] {24, 30, 48, 60, 120}) {
            if (Math.abs(rate - whole / 1.001) < 0.006) {
                return whole + "000/1001";
            }
        }
        return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.format(Locale.ROOT, "%.3f", rate);
    }
}
