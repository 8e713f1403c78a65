package io.reelbus.job;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The identity of one uploaded file, of its job and of its story: a UUID in canonical lower-case form. On the wire
 * it is both {@code fileId} and {@code videoId}.
 */
public record FileId(String value) {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Refuses anything but a canonical UUID: the value becomes a folder name and part of bus addresses. */
    public FileId {
        if (!CANONICAL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a canonical UUID: " + value);
        }
    }

    public static FileId random() {
        return new FileId(UUID.randomUUID().toString());
    }

    /** The id that this text names, or empty where it can name none: clients may ask for any text. */
    public static Optional<FileId> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(new FileId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
