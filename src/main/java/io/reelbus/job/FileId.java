package io.reelbus.job;

import java.util.Optional;
import java.util.UUID;

/**
 * The identity of one uploaded file, of its job and of its story: a UUID in canonical lower-case form. On the wire
 * it is both {@code fileId} and {@code videoId}.
 */
public record FileId(String value) {
    private static final String FORM = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    /** Refuses anything but a canonical UUID: the value becomes a folder name and part of bus addresses. */
    public FileId {
        if (!isCanonical(value)) {
            throw new IllegalArgumentException("not a canonical UUID: " + value);
        }
    }

    /** By hand, not by a pattern: each event that passes is asked this several times. */
    private static boolean isCanonical(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            boolean fits = FORM.charAt(i) == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    public static FileId random() {
        return new FileId(UUID.randomUUID().toString());
    }

    /** The id that this text names, or empty where it can name none: clients may ask for any text. */
    public static Optional<FileId> parse(String text) {
        return isCanonical(text) ? Optional.of(new FileId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
