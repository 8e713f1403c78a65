package io.reelbus.upload.tus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.Await;
import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import io.reelbus.store.DirectoryStore;
import io.reelbus.store.Hold;
import io.reelbus.store.JobStore;
import io.reelbus.store.MediaSink;
import io.reelbus.store.StoreConfig;
import io.reelbus.store.UploadStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hold of two seconds in a real store, so that it runs out. */
class HeldUploadTest {
    private static final int LEASE = 2;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final FileId id = FileId.random();

    @TempDir
    Path folder;

    private JobStore jobs;
    private UploadStore uploads;
    private MediaSink sink;
    private HeldSink held;

    @BeforeEach
    void open() {
        jobs = Await.result(JobStore.open(vertx, new StoreConfig("", "", "", 4, "", 30, 3, 5), folder));
        uploads = new UploadStore(jobs, LEASE, 3_600, 10);
        DirectoryStore media = Await.result(DirectoryStore.open(vertx, folder.resolve("media")));
        Await.result(uploads.begin(id, media.original(id), OptionalLong.of(100), "", false, "web"));
        long askedAt = System.nanoTime();
        Hold hold = Await.result(uploads.hold(id));
        sink = on(() -> media.resume(media.original(id), hold.fence(), 100));
        held = on(() -> Future.succeededFuture(HeldSink.open(vertx, uploads, hold, LEASE, askedAt, sink, 100)));
    }

    @AfterEach
    void close() {
        held.close();
        Await.result(sink.drop());
        Await.result(jobs.close());
        Await.result(vertx.close());
    }

    private <T> T on(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        context.runOnContext(task -> work.get().onComplete(result));
        return Await.result(result.future());
    }

    private boolean isTaken() {
        return uploads.hold(id)
                .transform((taken, refused) -> Future.succeededFuture(refused == null))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void assertLocked(RuntimeException thrown) {
        assertTrue(Failure.UPLOAD_LOCKED.isOf(thrown), thrown::toString);
    }

    @Test
    void aWriterThatIsSilentLosesItAndThenCanNeitherWriteNorFinish() {
        on(() -> held.write(Buffer.buffer("abc")));
        Await.until("another takes over", this::isTaken);
        assertLocked(assertThrows(RuntimeException.class, () -> on(() -> held.write(Buffer.buffer("late")))));
        assertLocked(assertThrows(RuntimeException.class, () -> on(held::end)));
        assertEquals(3, sink.size());
    }

    @Test
    void whoeverFinishesKeepsItHoweverLongThatTakes() {
        on(held::end);
        long until = System.nanoTime() + 6_000_000_000L;
        Await.until("longer than the lease and all patience", () -> {
            assertTrue(!isTaken(), "it was taken");
            return System.nanoTime() > until;
        });
    }
}
