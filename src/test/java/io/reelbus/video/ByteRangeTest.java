package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-9, 0, 10",
        "bytes=10-19, 10, 10",
        "bytes=90-, 90, 10",
        "bytes=0-, 0, 100",
        "bytes=-1, 99, 1",
        "bytes=-100, 0, 100",
        "bytes=-500, 0, 100",
        "bytes=99-99, 99, 1",
        "bytes=50-500, 50, 50",
        "bytes= 1-2, 1, 2",
        "Bytes=1-2, 1, 2",
        "bytes=0-999999999999999999, 0, 100",
        "bytes=0-99999999999999999999999, 0, 100",
        "bytes=-99999999999999999999999, 0, 100"
    })
    void oneRangeIsTheBytesItNames(String header, long from, long length) {
        assertEquals(Optional.of(new ByteRange(from, length)), ByteRange.of(header, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-2",
                "bytes=1-2,4-5",
                "bytes=--5",
                "bytes=1-2-3",
                "bytes 1-2",
                "lines=1-2",
                "bytes=1.5-2",
                "bytes=+1-2"
            })
    void whatIsNotOneRangeMeansTheWholeFile(String header) {
        assertEquals(Optional.empty(), ByteRange.of(header, 100));
    }

    @Test
    void noHeaderMeansTheWholeFile() {
        assertEquals(Optional.empty(), ByteRange.of(null, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"})
    void aRangeBeyondTheEndCannotBeSatisfied(String header) {
        var thrown = assertThrows(FailureException.class, () -> ByteRange.of(header, 100));
        assertEquals(Failure.RANGE_NOT_SATISFIABLE, thrown.failure());
    }

    @Test
    void anEmptyFileHasNoBytesToAskFor() {
        assertThrows(FailureException.class, () -> ByteRange.of("bytes=0-", 0));
        assertThrows(FailureException.class, () -> ByteRange.of("bytes=-5", 0));
    }

    @Test
    void theContentRangeNamesFirstLastAndSize() {
        assertEquals("bytes 10-19/100", new ByteRange(10, 10).contentRange(100));
    }
}
