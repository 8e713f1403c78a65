package io.reelbus.transcode.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebVttTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00:00:00.000",
        "999, 00:00:00.999",
        "59999, 00:00:59.999",
        "60000, 00:01:00.000",
        "3599999, 00:59:59.999",
        "3600000, 01:00:00.000",
        "360000001, 100:00:00.001"
    })
    void aTimeHasHoursMinutesSecondsAndThousandths(long millis, String text) {
        assertEquals(text, WebVtt.time(millis));
    }

    @Test
    void nothingIsBeforeTheBeginning() {
        assertThrows(IllegalArgumentException.class, () -> WebVtt.time(-1));
    }
}
