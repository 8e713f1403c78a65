package io.reelbus.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a head, in columns that are as wide as they must be; columns of numbers stand to the right. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    void add(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> Harmless.line(String.valueOf(cell)))
                .toList());
    }

    List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        boolean[] right = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            widths[at] =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            right[at] = rows.size() > 1
                    && rows.stream().skip(1).allMatch(row -> row.get(at).matches("[0-9][0-9.,]*( ?%| MB| s)?|-?"));
        }
        return rows.stream().map(row -> line(row, widths, right)).toList();
    }

    private static String line(List<String> row, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String pad = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(right[column] ? pad + cell : cell + pad);
        }
        return line.toString().stripTrailing();
    }

    /** A duration in the two largest units that it has, for instance {@code 3h 12m}. */
    static String age(long seconds) {
        Duration age = Duration.ofSeconds(seconds);
        if (age.toDays() > 0) {
            return age.toDays() + "d " + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h " + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m " + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    /** A share of hundred with one decimal. */
    static String percent(double percent) {
        return Math.floor(percent * 10) / 10 + " %";
    }
}
