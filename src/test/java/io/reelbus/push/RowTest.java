package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.bus.Announcement;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Row row = new Row(loop);
    private final FileId id = FileId.random();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private Telling progress(int k) {
        return new Telling(Announcement.of(new JobEvent.Progress(id, Seq.of(2, k), Instant.EPOCH, 1, k, "m", Map.of()))
                .get(0));
    }

    /** Writes down what it is told. */
    private Seat seat(String name) {
        Seat[] itself = new Seat[1];
        itself[0] = new Seat(id.value(), 0, loop, new Seat.Owner() {
            @Override
            public void opened(boolean known, List<Telling> soFar) {
                heard.add(name + " opened");
                soFar.forEach(itself[0]::tell);
            }

            @Override
            public void told(Telling telling) {
                heard.add(name + " " + telling.seq() % 100);
                if (name.equals("faulty") || name.equals("hopeless")) {
                    throw new IllegalStateException("not ours");
                }
            }

            @Override
            public void over() {
                throw new AssertionError("it has no end");
            }

            @Override
            public void dismissed(String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void failed(Throwable trouble) {
                heard.add(name + " failed: " + trouble.getMessage());
                if (name.equals("hopeless")) {
                    throw new IllegalStateException("not even its end");
                }
            }
        });
        return itself[0];
    }

    /** Does this while the loop is busy with something else, then lets the loop do all that it got to do. */
    private void whileBusy(Runnable work) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        loop.runOnContext(task -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        work.run();
        CountDownLatch done = new CountDownLatch(1);
        busy.countDown();
        loop.runOnContext(task -> done.countDown());
        assertTrue(done.await(10, TimeUnit.SECONDS));
    }

    @Test
    void whatComesWhileTheLoopIsBusyIsToldTogether() throws Exception {
        whileBusy(() -> {
            row.open(seat("a"), true, List.of());
            row.open(seat("b"), true, List.of());
            row.tell(List.of(progress(1)));
            row.tell(List.of(progress(2), progress(3)));
        });
        assertEquals(List.of("a opened", "b opened", "a 1", "a 2", "a 3", "b 1", "b 2", "b 3"), heard);
    }

    @Test
    void whoComesBetweenTwoEventsIsToldTheSecond() throws Exception {
        Telling first = progress(1);
        whileBusy(() -> {
            row.open(seat("a"), true, List.of());
            row.tell(List.of(first));
            row.open(seat("b"), true, List.of(first));
            row.tell(List.of(progress(2)));
        });
        assertEquals(List.of("a opened", "a 1", "b opened", "b 1", "a 2", "b 2"), heard);
    }

    @Test
    void whoHasLeftIsToldNothingAndNobodyElseMissesAnything() throws Exception {
        Seat first = seat("a");
        Seat second = seat("b");
        whileBusy(() -> {
            row.open(first, true, List.of());
            row.open(second, true, List.of());
            row.open(seat("c"), true, List.of());
        });
        heard.clear();
        whileBusy(() -> {
            row.tell(List.of(progress(1)));
            boolean empty = row.leave(first);
            row.tell(List.of(progress(2)));
            empty = row.leave(second);
            row.tell(List.of(progress(3)));
        });
        assertEquals(List.of("a 1", "b 1", "c 1", "c 2", "b 2", "c 3"), heard);
    }

    @Test
    void oneThatFailsSpoilsNothing() throws Exception {
        whileBusy(() -> {
            row.open(seat("faulty"), true, List.of());
            row.open(seat("b"), true, List.of());
            row.tell(List.of(progress(1), progress(2)));
        });
        assertEquals(List.of("faulty opened", "b opened", "faulty 1", "faulty failed: not ours", "b 1", "b 2"), heard);
    }

    @Test
    void oneThatCannotEvenBeEndedSpoilsNothing() throws Exception {
        whileBusy(() -> {
            row.open(seat("hopeless"), true, List.of());
            row.open(seat("b"), true, List.of());
            row.tell(List.of(progress(1)));
        });
        whileBusy(() -> row.tell(List.of(progress(2))));
        assertEquals(
                List.of("hopeless opened", "b opened", "hopeless 1", "hopeless failed: not ours", "b 1", "b 2"), heard);
    }

    @Test
    void aTurnThatThrowsIsOverAndTheNextIsTaken() throws Exception {
        whileBusy(() -> {
            boolean unused = row.leave(seat("stranger"));
            row.open(seat("b"), true, List.of());
            row.tell(List.of(progress(1)));
        });
        Await.until("it is told", () -> heard.contains("b 1"));
        assertEquals(List.of("b opened", "b 1"), heard);
    }

    @Test
    void aLargeRowIsToldInPartsWithTheLoopFreeInBetween() throws Exception {
        int crowd = Row.AT_ONCE + 10;
        Seat early = seat("early");
        Seat late = seat("late");
        whileBusy(() -> {
            row.open(early, true, List.of());
            for (int i = 0; i < crowd; i++) {
                row.open(seat("one"), true, List.of());
            }
            row.open(late, true, List.of());
        });
        heard.clear();
        whileBusy(() -> {
            row.tell(List.of(progress(1)));
            loop.runOnContext(other -> heard.add("another task"));
            // Each moves another seat to its place, one of a seat that is told already, one of a seat that is not.
            boolean empty = row.leave(early);
            empty = row.leave(late);
            row.open(seat("newcomer"), true, List.of(progress(1)));
            row.tell(List.of(progress(2)));
        });
        // What is left of it is told in tasks that come behind the last of ours.
        Await.until("all is told", () -> heard.contains("newcomer 2"));
        assertEquals(Row.AT_ONCE, heard.indexOf("another task"));
        assertEquals(crowd, Collections.frequency(heard, "one 1"));
        assertEquals(crowd, Collections.frequency(heard, "one 2"));
        assertEquals(
                List.of("early 1", "another task", "late 1", "newcomer opened", "newcomer 1", "newcomer 2"),
                heard.stream().filter(each -> !each.startsWith("one")).toList());
    }

    @Test
    void itIsEmptyWhenTheLastHasLeft() throws Exception {
        Seat first = seat("a");
        Seat second = seat("b");
        List<Boolean> empty = new ArrayList<>();
        whileBusy(() -> {
            row.open(first, true, List.of());
            row.open(second, true, List.of());
            empty.add(row.leave(first));
            empty.add(row.leave(second));
        });
        assertEquals(List.of(false, true), empty);
    }
}
