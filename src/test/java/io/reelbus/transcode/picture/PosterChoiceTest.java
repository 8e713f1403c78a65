package io.reelbus.transcode.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosterChoiceTest {
    private static final Luma BLACK = new Luma(16, 16, 16);
    private static final Luma DIM = new Luma(22, 16, 30);
    private static final Luma GOOD = new Luma(118, 41, 210);

    @ParameterizedTest
    @CsvSource({
        "118, 41, 210, true",
        "40, 18, 90, true",
        "200, 120, 235, true",
        // Black, a name on black, white, a text on white, one color.
        "16, 16, 16, false",
        "22, 16, 16, false",
        "235, 235, 235, false",
        "228, 200, 235, false",
        "128, 126, 130, false"
    })
    void aGoodFrameIsNeitherBlackNorWhiteNorOfOneColor(double average, double low, double high, boolean good) {
        assertEquals(good, new Luma(average, low, high).isGood());
    }

    @Test
    void theFirstGoodFrameIsTakenInTheOrderOfThePlaces() {
        assertEquals(
                Optional.of(0.3),
                PosterChoice.best(Map.of(0.0, GOOD, 0.1, BLACK, 0.3, GOOD, 0.5, new Luma(118, 16, 235))));
        assertEquals(Optional.of(0.0), PosterChoice.best(Map.of(0.0, GOOD, 0.1, BLACK, 0.9, DIM)));
    }

    @Test
    void withoutAGoodOneTheFrameThatShowsMostIsTaken() {
        assertEquals(Optional.of(0.5), PosterChoice.best(Map.of(0.1, BLACK, 0.5, DIM, 0.7, BLACK)));
        assertEquals(Optional.empty(), PosterChoice.best(Map.of()));
    }

    @Test
    void theBrightnessIsReadFromWhatTheFilterPrints() {
        assertEquals(
                Optional.of(new Luma(118.495, 41, 210)),
                Luma.parse(List.of(
                        "frame:0    pts:9216    pts_time:0.72",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YMIN=7",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YLOW=41",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=118.495",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YHIGH=210",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.UAVG=131.104")));
    }

    @Test
    void ofSeveralFramesTheLastCounts() {
        List<String> first = List.of(
                "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YLOW=1",
                "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=2",
                "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YHIGH=3",
                "frame:1");
        List<String> second = List.of(
                "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YLOW=4",
                "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=5",
                "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YHIGH=6");
        assertEquals(
                Optional.of(new Luma(5, 4, 6)),
                Luma.parse(Stream.concat(first.stream(), second.stream()).toList()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "nan", "1e9", "123456", "5 ", "0x10"})
    void whatIsNoNumberIsNotRead(String average) {
        assertTrue(Luma.parse(List.of(
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YLOW=1",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=" + average,
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YHIGH=3"))
                .isEmpty());
    }

    @Test
    void aFrameOfWhichTooLittleIsToldHasNoBrightness() {
        assertTrue(Luma.parse(List.of()).isEmpty());
        assertTrue(Luma.parse(List.of(
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=5",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YLOW=3"))
                .isEmpty());
        assertTrue(Luma.parse(List.of(
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YLOW=9",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YAVG=5",
                        "[Parsed_metadata_3 @ 0x55d0] lavfi.signalstats.YHIGH=6"))
                .isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new Luma(Double.NaN, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Luma(1, 2, 1));
    }
}
