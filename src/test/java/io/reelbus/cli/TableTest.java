package io.reelbus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void columnsAreAsWideAsTheyMustBeAndNumbersStandToTheRight() {
        Table table = new Table("NODE", "FILES", "ADDRESS");
        table.add("a", 5, "http://a");
        table.add("a-long-name", 1234, "-");
        assertEquals(
                List.of(
                        "NODE         FILES  ADDRESS", //
                        "a                5  http://a",
                        "a-long-name   1234  -"),
                table.lines());
    }

    @Test
    void aTableOfNothingHasItsHead() {
        assertEquals(List.of("A  B"), new Table("A", "B").lines());
    }

    @Test
    void whatAFileIsCalledMovesNoCursor() {
        Table table = new Table("NAME");
        table.add("a\u001b[2Jb\n\u202ec");
        assertEquals(List.of("NAME", "a?[2Jb??c"), table.lines());
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "60, 1m 0s", "3599, 59m 59s", "3600, 1h 0m", "90061, 1d 1h"})
    void anAgeHasItsTwoLargestUnits(long seconds, String text) {
        assertEquals(text, Table.age(seconds));
    }
}
