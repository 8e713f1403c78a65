package io.reelbus.transcode.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attribute list of one tag, in the order in which it is given (RFC 8216, 4.2). */
final class Attributes {
    private final List<String> all = new ArrayList<>();

    /** Checks what stands in a playlist as it is: names of ours, codecs, language tags. */
    static void checkName(String text) {
        if (!text.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("no name in a playlist: " + text);
        }
    }

    Attributes with(String name, Object value) {
        all.add(name + "=" + value);
        return this;
    }

    /** Nothing where there is no value. */
    Attributes with(String name, Optional<?> value) {
        return value.isEmpty() ? this : with(name, value.get());
    }

    Attributes quoted(String name, Optional<String> value) {
        return value.isEmpty() ? this : quoted(name, value.get());
    }

    /** What a person wrote: without what would end the string, or the line. */
    Attributes quoted(String name, String value) {
        return with(
                name, '"' + value.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\"]+", " ").strip() + '"');
    }

    String tag(String name) {
        return name + ":" + String.join(",", all) + "\n";
    }
}
