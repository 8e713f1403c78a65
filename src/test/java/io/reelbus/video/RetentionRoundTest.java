package io.reelbus.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.job.FileId;
import io.reelbus.store.Cursor;
import io.reelbus.store.RetentionStep;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RetentionRoundTest {
    private static final FileId ID = FileId.random();

    private final List<String> done = new ArrayList<>();

    private RetentionStep step(String name, Function<Optional<Cursor>, Future<Optional<Cursor>>> work) {
        return new RetentionStep() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Future<Optional<Cursor>> batch(Optional<Cursor> after) {
                done.add(
                        name + after.map(cursor -> cursor.at().getEpochSecond()).orElse(0L));
                return work.apply(after);
            }
        };
    }

    /** Has so many batches. */
    private RetentionStep batches(String name, int count) {
        return step(name, after -> {
            long next = after.map(cursor -> cursor.at().getEpochSecond()).orElse(0L) + 1;
            return Future.succeededFuture(
                    next < count ? Optional.of(new Cursor(Instant.ofEpochSecond(next), ID)) : Optional.empty());
        });
    }

    private void run(RetentionStep... steps) {
        assertTrue(new RetentionRound(List.of(steps), () -> done.size() >= 10)
                .run()
                .succeeded());
    }

    @Test
    void eachStepIsTakenToItsEndBeforeTheNextBegins() {
        run(batches("a", 3), batches("b", 1), batches("c", 2));
        assertEquals(List.of("a0", "a1", "a2", "b0", "c0", "c1"), done);
    }

    @Test
    void aStepThatFailsOrThrowsHoldsUpNoOther() {
        run(
                step("fails", after -> Future.failedFuture("out of reach")),
                step("throws", after -> {
                    throw new IllegalStateException("a fault");
                }),
                batches("works", 1));
        assertEquals(List.of("fails0", "throws0", "works0"), done);
    }

    @Test
    void aRoundThatIsToldToStopBeginsNoOtherBatch() {
        run(batches("endless", Integer.MAX_VALUE), batches("next", 1));
        assertEquals(10, done.size());
        assertEquals("endless9", done.get(9));
    }
}
