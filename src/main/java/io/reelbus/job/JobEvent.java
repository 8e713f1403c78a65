package io.reelbus.job;

import java.time.Instant;
import java.util.Map;

/**
 * One event of a file's story. All but {@link Progress} are journal entries: committed before anybody hears of them
 * and never lost. Maps hold what JSON can hold; their order is the order on the wire.
 */
public sealed interface JobEvent {
    FileId fileId();

    /** The position in the story; see {@link Seq}. */
    long seq();

    /** When it happened, in milliseconds; replays keep it. */
    Instant at();

    /** The upload is safe and its job exists. Clients are told nothing of it: their answer says it. */
    record Accepted(FileId fileId, long seq, Instant at) implements JobEvent {}

    /** An attempt, counted from 1, has begun. */
    record Started(FileId fileId, long seq, Instant at, int attempt, Map<String, Object> metadata)
            implements JobEvent {}

    /** How far an attempt is: {@code percent} is 0 to below 100 and never falls within the attempt. */
    record Progress(
            FileId fileId,
            long seq,
            Instant at,
            int attempt,
            double percent,
            String message,
            Map<String, Object> metadata)
            implements JobEvent {}

    /** The outputs are published. */
    record Completed(FileId fileId, long seq, Instant at, int attempt, Map<String, Object> result)
            implements JobEvent {}

    /** It ended without outputs; {@code error} is a sentence for people. */
    record Failed(FileId fileId, long seq, Instant at, int attempt, Failure failure, String error)
            implements JobEvent {}

    /** Whether nothing can follow this event. */
    default boolean isTerminal() {
        return this instanceof Completed || this instanceof Failed;
    }
}
