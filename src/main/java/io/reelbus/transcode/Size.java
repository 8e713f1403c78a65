package io.reelbus.transcode;

/** The dimensions of a picture in px, both at least 1. */
public record Size(int width, int height) {
    public Size {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("no picture is " + width + "x" + height);
        }
    }

    /** The size in square pixels of a picture whose pixels are {@code num/den} as wide as they are high. */
    Size stretched(long num, long den) {
        if (num < 1 || den < 1) {
            return this;
        }
        return new Size((int) Math.max(1, Math.min(1_000_000, Math.round((double) width * num / den))), height);
    }

    /** The size after a turn by this many degrees. */
    Size turned(int degrees) {
        return degrees % 180 == 0 ? this : new Size(height, width);
    }

    /**
     * The largest even size of the same shape that is no larger than this, nor than a box of these sides, which lies
     * down or stands up as the picture does. H.264 in 4:2:0 needs even sizes, so 2x2 is the least.
     */
    Size within(int longSide, int shortSide) {
        int boxWidth = width >= height ? longSide : shortSide;
        int boxHeight = width >= height ? shortSide : longSide;
        double scale = Math.min(1, Math.min((double) boxWidth / width, (double) boxHeight / height));
        return new Size(
                even(width * scale, Math.min(width, boxWidth)), even(height * scale, Math.min(height, boxHeight)));
    }

    private static int even(double exact, int most) {
        int nearest = 2 * (int) Math.round(exact / 2);
        return Math.max(2, Math.min(nearest, most - most % 2));
    }
}
