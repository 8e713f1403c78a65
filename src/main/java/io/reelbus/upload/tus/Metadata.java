package io.reelbus.upload.tus;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.reelbus.job.Priority;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of its upload: the header {@code Upload-Metadata}, pairs of a key and a value in Base64, separated
 * by commas; a value may be missing. Clients name the same things differently: {@code filename} or {@code name},
 * {@code filetype} or {@code type}.
 */
record Metadata(Map<String, String> values) {
    private static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_KEYS = 64;

    Metadata {
        values = Map.copyOf(values);
    }

    /** Throws BAD_REQUEST where it is not as the protocol has it. */
    static Metadata parse(@Nullable String header) {
        Map<String, String> values = new LinkedHashMap<>();
        if (header == null || header.isBlank()) {
            return new Metadata(values);
        }
        if (header.length() > MAX_LENGTH) {
            throw bad("is too long");
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts[0].isEmpty() || parts.length > 2 || !isAscii(parts[0])) {
                throw bad("must be pairs of a key and a value in Base64, separated by commas");
            }
            if (values.put(parts[0], parts.length == 1 ? "" : decode(parts[1])) != null) {
                throw bad("has a key twice");
            }
        }
        if (values.size() > MAX_KEYS) {
            throw bad("has too many keys");
        }
        return new Metadata(values);
    }

    private static boolean isAscii(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("has a value that is not Base64");
        }
    }

    private static FailureException bad(String what) {
        return Failure.BAD_REQUEST.because("The header Upload-Metadata " + what + ".");
    }

    /** As the header has it. */
    static String encode(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + " "
                        + Base64.getEncoder().encodeToString(each.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    String filename() {
        return first("filename", "name");
    }

    String type() {
        return first("filetype", "type");
    }

    private String first(String key, String other) {
        return Optional.ofNullable(values.get(key)).orElse(values.getOrDefault(other, ""));
    }

    /** The name of the profile by which it is to be processed; empty where nothing is said of it. */
    Optional<String> profile() {
        return Optional.ofNullable(values.get("profile"));
    }

    /** Throws BAD_REQUEST where it is none. */
    int priority() {
        String text = values.get("priority");
        return text == null
                ? Priority.DEFAULT
                : Priority.parse(text).orElseThrow(() -> bad("has a priority that is not a whole number from 0 to 9"));
    }
}
