package io.reelbus.job;

import org.jspecify.annotations.Nullable;

/** A {@link Failure} on its way to whoever renders it; the message is a sentence for people. */
public final class FailureException extends RuntimeException {
    private final Failure failure;

    FailureException(Failure failure, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    /** The sentence for people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
