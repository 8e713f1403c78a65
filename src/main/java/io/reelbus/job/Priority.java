package io.reelbus.job;

import java.util.Optional;

/** How urgent a job is: a whole number from 0 to 9. Of the jobs that wait, the highest is done first. */
public final class Priority {
    public static final int LOWEST = 0;
    public static final int DEFAULT = 5;
    public static final int HIGHEST = 9;

    private Priority() {}

    /** The priority that this text names; empty where it names none. */
    public static Optional<Integer> parse(String text) {
        return text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '9'
                ? Optional.of(text.charAt(0) - '0')
                : Optional.empty();
    }
}
