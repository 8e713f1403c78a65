package io.reelbus.bus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** ISO 8601 in UTC, always with milliseconds and Z, as JavaScript's {@code toISOString} writes it. */
public final class Timestamps {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final long DAY_MS = 86_400_000;
    private static final byte[] TIME = "00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);

    /** Nearly all that is written is of today, and the formatter costs as much as the rest of an event's encoding. */
    private record Day(long day, String text) {}

    private static volatile Day lastDay = new Day(Long.MIN_VALUE, "");

    private Timestamps() {}

    public static String text(Instant instant) {
        long millis = instant.toEpochMilli();
        long day = Math.floorDiv(millis, DAY_MS);
        return day == lastDay.day ? lastDay.text + time((int) (millis - day * DAY_MS)) : another(instant, day);
    }

    private static String another(Instant instant, long day) {
        String text = FORMAT.format(instant);
        lastDay = new Day(day, text.substring(0, text.indexOf('T') + 1));
        return text;
    }

    private static String time(int millis) {
        byte[] text = new byte[TIME.length];
        System.arraycopy(TIME, 0, text, 0, text.length);
        digits(text, 2, millis / 3_600_000, 2);
        digits(text, 5, millis / 60_000 % 60, 2);
        digits(text, 8, millis / 1_000 % 60, 2);
        digits(text, 12, millis % 1_000, 3);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes the number so that it ends before this place. */
    private static void digits(byte[] text, int end, int number, int count) {
        for (int at = end - 1, rest = number; at >= end - count; at--, rest /= 10) {
            text[at] = (byte) ('0' + rest % 10);
        }
    }
}
