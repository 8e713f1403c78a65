package io.reelbus.store;

import io.reelbus.job.FileId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a list of jobs that is ordered by a time, where a page ends; it stays one when its job is gone. */
public record Cursor(Instant at, FileId fileId) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})_(.*)");
    /** The end of the year 9999: databases know no such times as Java does. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    /** As clients are told it and give it back. */
    public String text() {
        return at.toEpochMilli() + "_" + fileId;
    }

    /** The place that this text names, or empty where it names none. */
    public static Optional<Cursor> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || Long.parseLong(parts.group(1)) > LAST_MILLIS) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(Long.parseLong(parts.group(1)));
        return FileId.parse(parts.group(2)).map(fileId -> new Cursor(at, fileId));
    }
}
