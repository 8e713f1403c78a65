package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.JobState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters by which a client asks for a page of the list of jobs.
 *
 * @param states the name of the one that has states, separated by commas
 * @param after the name of the one that has the place where the page before ended
 * @param usual how many jobs a page has where {@code limit} is not given
 * @param most how many it may have
 */
public record ListParameters(String states, String after, int usual, int most) {
    private static final String LIMIT = "limit";

    /** Reads them by name, each with all its values; throws BAD_REQUEST with what is wrong. */
    public Selection read(Function<String, List<String>> values) {
        return new Selection(
                readStates(values.apply(states)),
                only(after, values).map(this::place),
                only(LIMIT, values).map(this::limit).orElse(usual));
    }

    private static Optional<String> only(String name, Function<String, List<String>> values) {
        List<String> all = values.apply(name);
        if (all.size() > 1) {
            throw Failure.BAD_REQUEST.because("The " + name + " may be given once.");
        }
        return all.stream().findFirst();
    }

    private Set<JobState> readStates(List<String> texts) {
        Set<JobState> wanted = EnumSet.noneOf(JobState.class);
        for (String text : texts) {
            for (String each : text.split(",", -1)) {
                wanted.add(state(each));
            }
        }
        return wanted;
    }

    private JobState state(String text) {
        for (JobState state : JobState.values()) {
            if (state.wire().equals(text)) {
                return state;
            }
        }
        throw Failure.BAD_REQUEST.because("The " + states
                + " must be queued, processing, completed or failed, or some of these with commas between.");
    }

    private Cursor place(String text) {
        return Cursor.parse(text)
                .orElseThrow(() ->
                        Failure.BAD_REQUEST.because("The " + after + " must be the next that the page before named."));
    }

    private int limit(String text) {
        int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > most) {
            throw Failure.BAD_REQUEST.because("The " + LIMIT + " must be 1 to " + most + ".");
        }
        return limit;
    }
}
