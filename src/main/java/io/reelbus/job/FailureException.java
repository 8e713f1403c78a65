package io.reelbus.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Failure} on its way to whoever renders it; the message is a sentence for people. */
public final class FailureException extends RuntimeException {
    private static final int LOGGED_LINES = 5;

    private final Failure failure;
    private final transient List<String> said;

    FailureException(Failure failure, String sentence, @Nullable Throwable cause) {
        this(failure, sentence, cause, List.of());
    }

    private FailureException(Failure failure, String sentence, @Nullable Throwable cause, List<String> said) {
        super(sentence, cause);
        this.failure = failure;
        this.said = said;
    }

    /** The same, with the last lines of the program that failed: for operators, never for clients. */
    public FailureException withLastWords(List<String> lines) {
        return new FailureException(failure, sentence(), getCause(), List.copyOf(lines));
    }

    public Failure failure() {
        return failure;
    }

    /** The sentence for people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** The last lines of the program that failed. */
    public List<String> lastWords() {
        return said;
    }

    /** The last of them, for a line of the log; the store keeps all. */
    public List<String> loggedWords() {
        return said.subList(Math.max(0, said.size() - LOGGED_LINES), said.size());
    }
}
