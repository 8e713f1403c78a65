package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.job.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A form of curl, of a page or of oRPC's OpenAPI protocol: the first file in the field {@code file} counts, and a field
 * may say the priority.
 *
 * @param priority where no field says it
 */
record PlainForm(int priority) implements FormRules {
    private static final String FILE = "file";
    private static final String PRIORITY = "priority";

    /** The request's query may say the priority too; a field wins over it, for it may be a page's default. */
    static PlainForm of(HttpServerRequest request) {
        return new PlainForm(parse(request.getParam(PRIORITY), Priority.DEFAULT));
    }

    @Override
    public boolean takes(String part, boolean first) {
        return first && FILE.equals(part);
    }

    @Override
    public int priority(MultiMap fields, @Nullable String file) {
        if (file == null) {
            throw Failure.FILE_MISSING.asException();
        }
        return parse(fields.get(PRIORITY), priority);
    }

    private static int parse(@Nullable String text, int otherwise) {
        return text == null
                ? otherwise
                : Priority.parse(text)
                        .orElseThrow(
                                () -> Failure.BAD_REQUEST.because("The priority must be a whole number from 0 to 9."));
    }
}
