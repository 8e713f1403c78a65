package io.reelbus.push;

import io.reelbus.job.Failure;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The position in a story that a request of HTTP names: all up to there its client has had. */
public final class Position {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final String AFTER = "after";

    private Position() {}

    /** Empty where the text is none. */
    public static Optional<Long> parse(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** The query's {@code after}; 0 without one. Fails where it is no position. */
    public static long after(HttpServerRequest request) {
        String after = request.getParam(AFTER);
        return after == null
                ? 0
                : parse(after)
                        .orElseThrow(() -> Failure.BAD_REQUEST.because("after must be a whole number of 0 or more"));
    }
}
