package io.reelbus.transcode.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An encoder of ffmpeg and how it is set.
 *
 * @param name as {@code ffmpeg -encoders} lists it, for instance {@code libx264}
 * @param leastSide px: of smaller pictures the next encoder is used
 * @param options its private options without the dash, in order, for instance {@code crf} to {@code 23}
 */
public record Encoder(String name, int leastSide, Map<String, String> options) {
    /** What makes pictures that are too small for all others: every ffmpeg that is used has it. */
    public static final Encoder OF_THE_SMALLEST = new Encoder("libx264", 2, Map.of("preset", "medium", "crf", "20"));

    public Encoder {
        Require.that(name.matches("[a-z0-9][a-z0-9_-]{0,39}"), "encoders: \"" + name + "\" is no name of an encoder");
        Require.between("encoders: leastSide of " + name, leastSide, 2, 4096);
        options.forEach((option, value) -> Require.that(
                option.matches("[a-z0-9_-]{1,40}") && value.matches("[^\\s\\p{Cntrl}]{1,200}"),
                "encoders: the option \"" + option + "\" of " + name + " must be a name and a value without spaces"));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
