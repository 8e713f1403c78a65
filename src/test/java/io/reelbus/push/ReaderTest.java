package io.reelbus.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reelbus.TestConfig;
import io.reelbus.bus.Announcement;
import io.reelbus.job.FileId;
import io.reelbus.job.JobEvent;
import io.reelbus.job.Seq;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderTest {
    private static final long SECOND = 1_000_000_000;
    private static final PushConfig CONFIG =
            TestConfig.push(Map.of("REELBUS_PUSH_MAX_OUTBOX_BYTES", "10000", "REELBUS_PUSH_STUCK_SECONDS", "30"));

    private final FileId id = FileId.random();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SlowReaders slow = new SlowReaders();
    private final List<String> heard = new ArrayList<>();
    private int room;
    private List<Runnable> awaiting = new ArrayList<>();
    private long now = 5;
    private final Slow outlet = new Slow();
    private final Reader reader = new Reader(outlet, outlet::tell, CONFIG, slow, new PushMeters(registry), () -> now);

    private final class Slow implements Outlet {
        @Override
        public Context context() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void tell(Telling telling) {
            heard.add(telling.event().substring("processing:".length()) + " " + telling.seq());
            room--;
        }

        @Override
        public void reply(String event, JsonObject data) {
            throw new AssertionError(event);
        }

        @Override
        public void complain(String message, Object cause) {
            throw new AssertionError(message);
        }

        @Override
        public boolean isFull() {
            return room <= 0;
        }

        @Override
        public void onDrain(Runnable drained) {
            awaiting.add(drained);
        }

        @Override
        public void end(String reason) {
            heard.add("end " + reason);
        }
    }

    @AfterEach
    void closedItHoldsNothing() {
        reader.close();
        assertEquals(0, slow.size());
        assertEquals(0, bytes());
    }

    private double bytes() {
        return registry.get("reelbus.outbox").gauge().value();
    }

    private double refused(String limit) {
        return registry.get("reelbus.push.refused")
                .tag("limit", limit)
                .counter()
                .count();
    }

    private void tell(JobEvent event) {
        Announcement.of(event).forEach(each -> reader.tell(new Telling(each)));
    }

    private void progress(int k) {
        tell(new JobEvent.Progress(id, Seq.of(2, k), Instant.EPOCH, 1, k % 100, "m", Map.of()));
    }

    private void started(int attempt, int size) {
        Map<String, Object> metadata = Map.of("filename", "x".repeat(size));
        tell(new JobEvent.Started(id, Seq.ofEntry(attempt), Instant.EPOCH, attempt, metadata));
    }

    /** The transport takes so many more, and says so. */
    private void drain(int more) {
        room = more;
        List<Runnable> due = awaiting;
        awaiting = new ArrayList<>();
        due.forEach(Runnable::run);
    }

    @Test
    void whoKeepsUpIsToldAtOnceAndIsNotLookedAfter() {
        room = 1000;
        for (int k = 1; k <= 500; k++) {
            progress(k);
        }
        assertEquals(500, heard.size());
        assertEquals(0, slow.size());
        assertEquals(0, bytes());
        assertEquals(List.of(), awaiting);
    }

    @Test
    void manyProgressesOfOneFileWaitAsOne() {
        for (int k = 1; k <= 100_000; k++) {
            progress(k);
        }
        assertEquals(1, slow.size());
        assertEquals(1, awaiting.size());
        assertEquals(true, bytes() > 50 && bytes() < 500);
        drain(10);
        assertEquals(List.of("progress 2100000"), heard);
        assertEquals(0, slow.size());
        assertEquals(0, bytes());
    }

    @Test
    void whoTakesNothingForTooLongEnds() {
        progress(1);
        now += 30 * SECOND;
        reader.look();
        assertEquals(List.of(), heard);
        now += 1;
        reader.look();
        assertEquals(List.of("end reads nothing"), heard);
        assertEquals(1, refused("stuck"));
        assertEquals(0, slow.size());
        reader.look();
        progress(2);
        drain(100);
        assertEquals(List.of("end reads nothing"), heard);
    }

    /** It is slow, but it reads: the latest is for it, and its connection stays. */
    @Test
    void whoTakesALittleFromTimeToTimeStays() {
        for (int k = 1; k <= 100; k++) {
            progress(k);
            progress(1000 + k);
            now += 29 * SECOND;
            reader.look();
            drain(k % 2);
        }
        assertEquals(50, heard.size());
        assertEquals(0, refused("stuck"));
    }

    @Test
    void theTimeCountsFromWhenSomethingBeganToWait() {
        now += 1000 * SECOND;
        progress(1);
        reader.look();
        drain(1);
        now += 1000 * SECOND;
        room = 0;
        progress(2);
        reader.look();
        assertEquals(List.of("progress 2000001"), heard);
    }

    @Test
    void moreLifecycleThanMayWaitEndsTheConnectionInsteadOfLosingAny() {
        started(2, 4000);
        started(3, 4000);
        assertEquals(List.of(), heard);
        started(4, 4000);
        assertEquals(List.of("end too much waits for a slow reader"), heard);
        assertEquals(1, refused("outbox"));
        assertEquals(0, bytes());
        started(5, 4000);
        drain(100);
        assertEquals(1, heard.size());
    }

    @Test
    void theEndOfAStoryComesOnceAndLastAfterAFullOutboxHasDrained() {
        room = 1;
        started(2, 10);
        for (int k = 1; k <= 1000; k++) {
            progress(k);
        }
        tell(new JobEvent.Completed(id, Seq.ofEntry(3), Instant.EPOCH, 1, Map.of()));
        for (int step = 0; step < 10; step++) {
            drain(1);
        }
        assertEquals(List.of("started 2000000", "progress 2001000", "progress 2999999", "completed 3000000"), heard);
        assertEquals(0, slow.size());
    }

    @Test
    void aPlaceInTheQueueWaitsAsProgressAndGivesWayToTheBeginning() {
        Stream.of(3, 2, 1)
                .map(place -> new Telling(Announcement.ofPlace(id.value(), place, Instant.EPOCH)))
                .forEach(reader::tell);
        double one = bytes();
        started(2, 10);
        drain(10);
        assertEquals(true, one < 300, "only the latest place waits");
        assertEquals(List.of("progress 0", "started 2000000"), heard);
    }

    @Test
    void whatIsForgottenIsNotCountedNorSent() {
        progress(1);
        started(2, 5000);
        reader.forget(id.value());
        assertEquals(0, bytes());
        drain(10);
        assertEquals(List.of(), heard);
        assertEquals(0, slow.size());
    }

    @Test
    void aSocketThatClosesWhileItDrainsIsToldNothingMore() {
        started(2, 10);
        started(3, 10);
        reader.close();
        drain(10);
        assertEquals(List.of(), heard);
    }
}
