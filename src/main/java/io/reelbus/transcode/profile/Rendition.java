package io.reelbus.transcode.profile;

/**
 * One size in which a video is made: it fits into this box, which stands up for portraits, and is never made larger than
 * its source.
 *
 * @param longSide px; 0 with a {@code shortSide} of 0: as large as the source
 * @param shortSide px
 * @param maxKilobits per second at most, over two seconds; 0: whatever the quality needs
 */
public record Rendition(int longSide, int shortSide, int maxKilobits) {
    public Rendition {
        Require.that((longSide == 0) == (shortSide == 0), "renditions: both sides of a box or none must be 0");
        Require.between("longSide", longSide, 0, 16_384);
        Require.between("shortSide", shortSide, 0, longSide);
        Require.that(longSide == 0 || shortSide >= 16, "renditions: a box must be 16 px or more each way");
        Require.between("maxKilobits", maxKilobits, 0, 1_000_000);
    }

    /** Whether it takes the size of its source. */
    public boolean isAsSource() {
        return longSide == 0;
    }
}
