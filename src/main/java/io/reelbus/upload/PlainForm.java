package io.reelbus.upload;

import io.reelbus.job.Failure;
import io.reelbus.job.Priority;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form of curl, of a page or of oRPC's OpenAPI protocol: the first file in the field {@code file} counts, and fields
 * may say the priority and the profile.
 *
 * @param priority where no field says it
 * @param profile where no field says it
 */
record PlainForm(int priority, Optional<String> profile) implements FormRules {
    private static final String FILE = "file";
    private static final String PRIORITY = "priority";
    private static final String PROFILE = "profile";

    /** The request's query may say them too; a field wins over it, for it may be a page's default. */
    static PlainForm of(HttpServerRequest request) {
        return new PlainForm(
                parse(request.getParam(PRIORITY), Priority.DEFAULT), Optional.ofNullable(request.getParam(PROFILE)));
    }

    @Override
    public boolean takes(String part, boolean first) {
        return first && FILE.equals(part);
    }

    @Override
    public Wishes wishes(MultiMap fields, @Nullable String file) {
        if (file == null) {
            throw Failure.FILE_MISSING.asException();
        }
        Optional<String> wanted = Optional.ofNullable(fields.get(PROFILE)).or(() -> profile);
        return new Wishes(
                parse(fields.get(PRIORITY), priority),
                wanted,
                profile.isPresent() && ProfileChoice.named(wanted).equals(ProfileChoice.named(profile)));
    }

    private static int parse(@Nullable String text, int otherwise) {
        return text == null
                ? otherwise
                : Priority.parse(text)
                        .orElseThrow(
                                () -> Failure.BAD_REQUEST.because("The priority must be a whole number from 0 to 9."));
    }
}
