package io.reelbus.transcode.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryboardTest {
    private static Storyboard of(double seconds, double least, int most) {
        return Storyboard.of(160, 90, 5, 4, seconds, least, most);
    }

    @ParameterizedTest
    @CsvSource({
        // seconds, at least so far apart, at most so many: pictures, sheets
        "100,     10,   50,  10, 1",
        "109.9,   10,   50,  10, 1",
        "200,     10,   50,  20, 1",
        "210,     10,   50,  21, 2",
        "36000,   10,   50,  50, 3",
        "3,       10,   50,  1,  1",
        "0.3,     10,   50,  1,  1",
        "0,       10,   50,  1,  1",
        "0.002,   0.001, 50, 2,  1",
        "0.002,   0.0001, 50, 2, 1"
    })
    void thereAreAsManyPicturesAsAreFarEnoughApart(double seconds, double least, int most, int tiles, int sheets) {
        Storyboard storyboard = of(seconds, least, most);
        assertEquals(tiles, storyboard.tiles());
        assertEquals(sheets, storyboard.sheets());
    }

    @Test
    void eachCueNamesThePartOfItsSheetAndTheLastEndsWithTheVideo() {
        assertEquals("""
                WEBVTT

                00:00:00.000 --> 00:00:33.333
                storyboard-1.jpg#xywh=0,0,160,90

                00:00:33.333 --> 00:01:06.667
                storyboard-1.jpg#xywh=160,0,160,90

                00:01:06.667 --> 00:01:40.001
                storyboard-1.jpg#xywh=0,90,160,90
                """, new Storyboard(160, 90, 2, 2, 3, 100_001).text());
    }

    @Test
    void aFullSheetIsFollowedByAnother() {
        List<String> parts = new Storyboard(64, 36, 2, 1, 5, 5000)
                .text()
                .lines()
                .filter(line -> line.startsWith("storyboard"))
                .toList();
        assertEquals(
                List.of(
                        "storyboard-1.jpg#xywh=0,0,64,36",
                        "storyboard-1.jpg#xywh=64,0,64,36",
                        "storyboard-2.jpg#xywh=0,0,64,36",
                        "storyboard-2.jpg#xywh=64,0,64,36",
                        "storyboard-3.jpg#xywh=0,0,64,36"),
                parts);
    }

    @Test
    void theCuesOfAnyVideoFollowEachOtherWithoutAGap() {
        for (double seconds = 0.5; seconds < 20_000; seconds = seconds * 1.7 + 0.123) {
            Storyboard storyboard = of(seconds, 5, 100);
            List<String> times = storyboard
                    .text()
                    .lines()
                    .filter(line -> line.contains("-->"))
                    .toList();
            assertEquals(storyboard.tiles(), times.size());
            String end = "00:00:00.000";
            for (String time : times) {
                assertTrue(time.startsWith(end + " --> "), time + " after " + end);
                end = time.substring(time.length() - 12);
            }
            assertEquals(WebVtt.time(storyboard.durationMillis()), end);
        }
    }

    @Test
    void theFilterMakesAsManyPicturesAsThereAreCues() {
        assertEquals(
                "fps=12000/61300:eof_action=pass,tpad=stop_mode=clone:stop=12,trim=end_frame=12,scale=160:90,setsar=1,tile=5x4",
                new Storyboard(160, 90, 5, 4, 12, 61_300).filter());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 90, 5, 4, 1, 1000",
        "161, 90, 5, 4, 1, 1000",
        "160, 1, 5, 4, 1, 1000",
        "160, 90, 0, 4, 1, 1000",
        "160, 90, 5, 0, 1, 1000",
        "160, 90, 500, 1, 1, 1000",
        "160, 90, 5, 4, 0, 1000",
        "160, 90, 5, 4, 2, 1"
    })
    void whatCannotBeDrawnIsRefused(int width, int height, int columns, int rows, int tiles, long millis) {
        assertThrows(IllegalArgumentException.class, () -> new Storyboard(width, height, columns, rows, tiles, millis));
    }

    @Test
    void noDurationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> of(Double.NaN, 10, 50));
        assertThrows(IllegalArgumentException.class, () -> of(10, 0, 50));
        assertThrows(IllegalArgumentException.class, () -> of(10, 10, 0));
    }
}
