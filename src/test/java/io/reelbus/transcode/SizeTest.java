package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {
    @ParameterizedTest
    @CsvSource({
        "1920,1080, 1280,720",
        "1080,1920, 720,1280",
        "3840,2160, 1280,720",
        "1280,720, 1280,720",
        "853,481, 852,480",
        "640,360, 640,360",
        "1920,800, 1280,534",
        "1000,1000, 720,720",
        "2,2, 2,2",
        "1,1, 2,2",
        "1,1000, 2,1000",
        "3,3, 2,2",
        "30000,1, 1280,2",
        "1279,719, 1278,718",
        "1281,721, 1280,720",
        "1024,576, 1024,576",
        "2048,858, 1280,536"
    })
    void aPictureFitsTheBoxWithEvenSides(int width, int height, int fitWidth, int fitHeight) {
        assertEquals(new Size(fitWidth, fitHeight), new Size(width, height).within(1280, 720));
    }

    @Test
    void nothingIsEverOddLargerThanTheBoxOrUpscaled() {
        for (int width = 1; width < 2000; width += 7) {
            for (int height = 1; height < 2000; height += 7) {
                Size fit = new Size(width, height).within(1280, 720);
                assertEquals(0, fit.width() % 2 + fit.height() % 2);
                assertTrue(fit.width() <= Math.max(2, width) && fit.height() <= Math.max(2, height), fit.toString());
                assertTrue(Math.max(fit.width(), fit.height()) <= 1280, fit.toString());
                assertTrue(Math.min(fit.width(), fit.height()) <= 720, fit.toString());
            }
        }
    }

    @Test
    void pixelsThatAreNotSquareAreStretched() {
        assertEquals(new Size(1024, 576), new Size(720, 576).stretched(64, 45));
        assertEquals(new Size(720, 576), new Size(720, 576).stretched(0, 1));
        assertEquals(new Size(1, 100), new Size(10, 100).stretched(1, 999_999_999));
    }

    @Test
    void aQuarterTurnSwapsTheSides() {
        assertEquals(new Size(360, 640), new Size(640, 360).turned(90));
        assertEquals(new Size(640, 360), new Size(640, 360).turned(180));
        assertEquals(new Size(360, 640), new Size(640, 360).turned(270));
    }

    @Test
    void aPictureHasAnArea() {
        assertThrows(IllegalArgumentException.class, () -> new Size(0, 1));
    }
}
