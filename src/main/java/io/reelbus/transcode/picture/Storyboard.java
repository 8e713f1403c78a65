package io.reelbus.transcode.picture;

import java.util.Locale;

/**
 * Small pictures at equal distances through a whole video, side by side on sheets: what a player shows above its bar.
 *
 * @param tileWidth of a picture in px, even
 * @param tileHeight of a picture in px, even
 * @param columns of a sheet
 * @param rows of a sheet
 * @param tiles how many pictures there are
 * @param durationMillis of the video, above 0; each picture stands for an equal part of it
 */
public record Storyboard(int tileWidth, int tileHeight, int columns, int rows, int tiles, long durationMillis) {
    /** The largest picture side of JPEG. */
    private static final int MOST_PIXELS = 65_500;

    public Storyboard {
        if (tileWidth < 2 || tileHeight < 2 || tileWidth % 2 != 0 || tileHeight % 2 != 0) {
            throw new IllegalArgumentException("no picture of a storyboard is " + tileWidth + "x" + tileHeight);
        }
        if (columns < 1
                || rows < 1
                || (long) columns * tileWidth > MOST_PIXELS
                || (long) rows * tileHeight > MOST_PIXELS) {
            throw new IllegalArgumentException("no sheet has " + columns + " columns and " + rows + " rows");
        }
        if (tiles < 1 || durationMillis < tiles) {
            throw new IllegalArgumentException("no video of " + durationMillis + " ms has " + tiles + " pictures");
        }
    }

    /**
     * As many pictures as are {@code leastSeconds} apart, though at least one and no more than {@code mostTiles}. They
     * divide the duration evenly, so that no picture is missing or too many at the end.
     *
     * @param durationSeconds of the video; of less than a millisecond counts as one
     */
    public static Storyboard of(
            int tileWidth,
            int tileHeight,
            int columns,
            int rows,
            double durationSeconds,
            double leastSeconds,
            int mostTiles) {
        if (!(leastSeconds > 0) || mostTiles < 1 || !(durationSeconds >= 0)) {
            throw new IllegalArgumentException("no storyboard has " + mostTiles + " pictures " + leastSeconds
                    + " s apart of " + durationSeconds + " s");
        }
        long millis = Math.max(1, Math.round(durationSeconds * 1000));
        long tiles = Math.max(1, Math.min(mostTiles, (long) (millis / 1000.0 / leastSeconds)));
        return new Storyboard(tileWidth, tileHeight, columns, rows, (int) Math.min(tiles, millis), millis);
    }

    /** How many sheets there are; the last may not be full. */
    public int sheets() {
        int each = columns * rows;
        return (tiles + each - 1) / each;
    }

    /** The seconds between two pictures. */
    public double intervalSeconds() {
        return durationMillis / 1000.0 / tiles;
    }

    /** A sheet's file name; the first is number 1. */
    public static String sheet(int number) {
        return "storyboard-" + number + ".jpg";
    }

    /**
     * The value of ffmpeg's {@code -vf} that makes the sheets. {@code fps} takes the frame nearest to the middle of each
     * part. Where frames are missing at the end, as of a sound that goes on, the last one is there instead: the
     * pictures are as many as the cues, also of key frames alone.
     */
    public String filter() {
        return String.format(
                Locale.ROOT,
                "fps=%1$d000/%2$d:eof_action=pass,tpad=stop_mode=clone:stop=%1$d,trim=end_frame=%1$d,"
                        + "scale=%3$d:%4$d,setsar=1,tile=%5$dx%6$d",
                tiles,
                durationMillis,
                tileWidth,
                tileHeight,
                columns,
                rows);
    }

    /** WebVTT whose cues name the sheet and the part of it that shows their time; the last ends with the video. */
    public String text() {
        StringBuilder text = new StringBuilder(WebVtt.HEAD);
        for (int tile = 0; tile < tiles; tile++) {
            int place = tile % (columns * rows);
            String part = sheet(1 + tile / (columns * rows)) + "#xywh=" + place % columns * tileWidth + ","
                    + place / columns * tileHeight + "," + tileWidth + "," + tileHeight;
            text.append(WebVtt.cue(starts(tile), starts(tile + 1), part));
        }
        return text.toString();
    }

    private long starts(int tile) {
        return durationMillis * tile / tiles;
    }
}
