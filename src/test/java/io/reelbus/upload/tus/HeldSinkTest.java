package io.reelbus.upload.tus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.Occupied;
import io.reelbus.job.Deadline;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.GateSink;
import io.reelbus.store.MediaSink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hold of three seconds by a clock of the test's, and what the store answers; the file is a real one. */
class HeldSinkTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int THREADS = 8;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    /** What the store was asked to extend and has not answered, on the context alone. */
    private final List<Promise<Void>> asked = new ArrayList<>();

    @TempDir
    Path folder;

    private volatile long now;
    private int answered;
    private Path file;
    private MediaSink sink;
    private HeldSink held;

    @BeforeEach
    void open() {
        DirectoryStore media = Await.result(DirectoryStore.open(vertx, folder));
        String address = media.original(FileId.random());
        file = folder.resolve(address);
        sink = on(() -> media.resume(address, 1, Long.MAX_VALUE));
        held = new HeldSink(this::ask, new Deadline(3 * SECOND, 0), () -> now, sink, 100);
    }

    @AfterEach
    void close() {
        on(sink::drop);
        Await.result(vertx.close());
    }

    private Future<Void> ask() {
        Promise<Void> answer = Promise.promise();
        asked.add(answer);
        return answer.future();
    }

    private <T> T on(Supplier<Future<T>> work) {
        return Await.result(begin(work));
    }

    private <T> Future<T> begin(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        context.runOnContext(task -> work.get().onComplete(result));
        return result.future();
    }

    private void run(Runnable work) {
        on(() -> {
            work.run();
            return Future.<Void>succeededFuture();
        });
    }

    /** A second goes by. */
    private void tick() {
        run(() -> {
            now += SECOND;
            held.tick();
        });
    }

    private void keep() {
        run(() -> {
            answered += asked.size();
            List<Promise<Void>> all = List.copyOf(asked);
            asked.clear();
            all.forEach(Promise::complete);
        });
    }

    private void refuse(Failure failure) {
        run(() -> {
            List<Promise<Void>> all = List.copyOf(asked);
            asked.clear();
            all.forEach(each -> each.fail(failure.asException()));
        });
    }

    private Future<Void> write(String text) {
        return begin(() -> held.write(Buffer.buffer(text)));
    }

    private static void assertFails(Failure failure, Future<?> work) {
        var thrown = assertThrows(RuntimeException.class, () -> Await.result(work));
        assertTrue(failure.isOf(thrown), thrown::toString);
    }

    private String stored() throws Exception {
        on(sink::end);
        return Files.readString(file);
    }

    @Test
    void itIsKeptWhileBytesCome() throws Exception {
        for (int i = 1; i <= 20; i++) {
            Await.result(write("x"));
            tick();
            keep();
            assertEquals(i, answered);
        }
        assertEquals("x".repeat(20), stored());
    }

    @Test
    void theSourceGoesOnWhereTheSinkIsFullOfWhatHadToWait() {
        GateSink gate = new GateSink();
        HeldSink late = new HeldSink(this::ask, new Deadline(3 * SECOND, 0), () -> now, gate, 100);
        AtomicBoolean goesOn = new AtomicBoolean();
        now = 4 * SECOND;
        run(() -> {
            gate.full = true;
            var unused = late.write(Buffer.buffer("a"));
            late.drainHandler(drained -> goesOn.set(true));
            // There is room there, but none here yet, and none there any more when there is here.
            gate.open();
            gate.full = true;
        });
        keep();
        assertEquals(1, gate.size());
        assertFalse(goesOn.get());
        run(gate::open);
        assertTrue(goesOn.get());
    }

    @Test
    void aSilentClientLosesItAfterThreeTicks() {
        for (int i = 0; i < 10; i++) {
            tick();
            keep();
        }
        assertEquals(3, answered);
        run(held::touch);
        tick();
        keep();
        assertEquals(4, answered);
    }

    @Test
    void theStoreIsNotAskedAgainBeforeItHasAnswered() {
        tick();
        tick();
        assertEquals(1, asked.size());
    }

    @Test
    void whatIsWrittenTooLateWaitsUntilTheHoldIsKeptAndInItsTurn() throws Exception {
        Await.result(write("a"));
        now = 3 * SECOND;
        Future<Void> late = write("b");
        Await.until("the store is asked", () -> on(() -> Future.succeededFuture(asked.size())) == 1);
        assertFalse(late.isComplete());
        // As a pipe does, which may be handed the next bytes at once.
        run(() -> {
            assertTrue(held.writeQueueFull());
            held.drainHandler(room -> held.write(Buffer.buffer("c")));
        });
        Future<Void> behind = write("B");
        keep();
        Await.result(late);
        Await.result(behind);
        assertEquals("abBc", stored());
        assertEquals(1, answered);
    }

    @Test
    void whatIsWrittenTooLateFailsWhereTheHoldIsLost() throws Exception {
        Await.result(write("a"));
        Await.result(begin(sink::end));
        now = 3 * SECOND;
        Future<Void> late = write("b");
        Await.until("the store is asked", () -> on(() -> Future.succeededFuture(asked.size())) == 1);
        refuse(Failure.UPLOAD_LOCKED);
        assertFails(Failure.UPLOAD_LOCKED, late);
        assertFails(Failure.UPLOAD_LOCKED, write("c"));
        assertEquals(0, asked.size(), "there is nothing to ask any more");
        assertEquals("a", Files.readString(file));
        assertFails(Failure.UPLOAD_LOCKED, begin(held::end));
    }

    @Test
    void aStoreThatIsAwayForAMomentCostsNothing() throws Exception {
        tick();
        refuse(Failure.UNAVAILABLE);
        Await.result(write("a"));
        tick();
        keep();
        now += 2 * SECOND;
        Await.result(write("b"));
        assertEquals("ab", stored());
    }

    @Test
    void aClientThatIsKeptWaitingIsNotSilent() throws Exception {
        try (Occupied busy = new Occupied(vertx, "media", THREADS)) {
            run(() -> {
                while (!held.writeQueueFull()) {
                    var unused = held.write(Buffer.buffer(new byte[10_000]));
                }
            });
            for (int i = 1; i <= 10; i++) {
                tick();
                keep();
                assertEquals(i, answered);
            }
        }
    }

    @Test
    void whoeverFinishesIsNotSilent() {
        Await.result(begin(held::end));
        for (int i = 1; i <= 10; i++) {
            tick();
            keep();
            assertEquals(i, answered);
        }
    }

    @Test
    void whatWaitsInTheSinkOfALostHoldIsNotWritten() throws Exception {
        Promise<Void> drained = Promise.promise();
        try (Occupied busy = new Occupied(vertx, "media", THREADS)) {
            run(() -> {
                // One batch is to be written, one is full, and there is more.
                var unused = held.write(Buffer.buffer(new byte[300_000]));
                held.drainHandler(drained::complete);
            });
            tick();
            refuse(Failure.UPLOAD_LOCKED);
            Await.result(drained.future());
            assertFails(Failure.UPLOAD_LOCKED, begin(held::end));
        }
        on(sink::drop);
        assertEquals(0, Files.size(file));
    }
}
