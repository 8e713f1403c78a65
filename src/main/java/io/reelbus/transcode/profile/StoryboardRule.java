package io.reelbus.transcode.profile;

/**
 * Small pictures of a video at even times, many on one sheet, as players show them over their bar.
 *
 * @param tileWidth of each, px
 * @param columns of a sheet
 * @param rows of a sheet
 * @param leastSeconds between two
 * @param mostTiles in all: of a long video they are farther apart
 */
public record StoryboardRule(int tileWidth, int columns, int rows, double leastSeconds, int mostTiles) {
    public StoryboardRule {
        Require.between("storyboard.tileWidth", tileWidth, 16, 640);
        Require.between("storyboard.columns", columns, 1, 20);
        Require.between("storyboard.rows", rows, 1, 20);
        Require.between("storyboard.leastSeconds", leastSeconds, 0.1, 3600);
        Require.between("storyboard.mostTiles", mostTiles, 1, 10_000);
    }
}
