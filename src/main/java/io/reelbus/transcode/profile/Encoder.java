package io.reelbus.transcode.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An encoder of ffmpeg and how it is set.
 *
 * @param name as {@code ffmpeg -encoders} lists it, for instance {@code libx264}
 * @param options its private options without the dash, in order, for instance {@code crf} to {@code 23}
 */
public record Encoder(String name, Map<String, String> options) {
    public Encoder {
        Require.that(name.matches("[a-z0-9_]{1,40}"), "encoders: \"" + name + "\" is no name of an encoder");
        options.forEach((option, value) -> Require.that(
                option.matches("[a-z0-9_-]{1,40}") && value.matches("[^\\s\\p{Cntrl}]{1,200}"),
                "encoders: the option \"" + option + "\" of " + name + " must be a name and a value without spaces"));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
