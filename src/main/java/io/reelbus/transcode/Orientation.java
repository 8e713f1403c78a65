package io.reelbus.transcode;

import java.util.List;

/**
 * How a photograph is to be turned before it is shown, in the order of the numbers of EXIF (tag 0x0112, CIPA DC-008).
 * Cameras store what their sensor sees, and say how they were held.
 */
public enum Orientation {
    UPRIGHT(0, List.of()),
    MIRRORED(0, List.of("hflip")),
    HALF_TURNED(180, List.of("hflip", "vflip")),
    UPSIDE_DOWN(180, List.of("vflip")),
    TRANSPOSED(90, List.of("transpose=cclock_flip")),
    CLOCKWISE(90, List.of("transpose=clock")),
    TRANSVERSED(270, List.of("transpose=clock_flip")),
    COUNTERCLOCKWISE(270, List.of("transpose=cclock"));

    private final int degrees;
    private final List<String> filters;

    Orientation(int degrees, List<String> filters) {
        this.degrees = degrees;
        this.filters = filters;
    }

    /** The one of this number; what is none is upright. */
    static Orientation of(int number) {
        return number < 1 || number > values().length ? UPRIGHT : values()[number - 1];
    }

    /** Clockwise, 0, 90, 180 or 270; four of them are mirrored, from left to right, after the turn. */
    int degrees() {
        return degrees;
    }

    /** ffmpeg's filters that do it. */
    List<String> filters() {
        return filters;
    }
}
