package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.Await;
import io.reelbus.SmallDisk;
import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Resumed uploads on a disk of 4 MB that is full. Mounting needs root. */
@EnabledIf("io.reelbus.SmallDisk#isPossible")
class FullDiskSinkIT {
    private static final String ADDRESS = "id/original";

    @TempDir
    Path disk;

    private SmallDisk mounted;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private DirectoryStore store;
    private Path filler;
    private MediaSink sink;

    /** Three bytes are there; what comes behind them does not fit. */
    @BeforeEach
    void fill() throws Exception {
        mounted = SmallDisk.mount(disk, 4);
        filler = Files.write(disk.resolve("filler"), new byte[2_000_000]);
        store = Await.result(DirectoryStore.open(vertx, disk.resolve("media")));
        on(() -> store.resume(ADDRESS, 1, Long.MAX_VALUE)
                .compose(first -> first.write(Buffer.buffer("abc")).compose(taken -> first.suspend())));
        sink = on(() -> store.resume(ADDRESS, 2, Long.MAX_VALUE));
        assertFull(on(() -> sink.write(Buffer.buffer(new byte[4_000_000]))
                .compose(taken -> sink.end())
                .transform((ended, trouble) -> Future.succeededFuture(trouble))));
    }

    @AfterEach
    void unmount() throws Exception {
        Await.result(store.close());
        Await.result(vertx.close());
        mounted.close();
    }

    private <T> T on(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        context.runOnContext(task -> work.get().onComplete(result));
        return Await.result(result.future());
    }

    private void assertFull(Throwable trouble) {
        assertEquals(true, Failure.DISK_FULL.isOf(trouble), () -> String.valueOf(trouble));
    }

    @Test
    void nothingStaysOfWhatDidNotFitButWhatWasThereDoes() {
        assertFull(assertThrows(FailureException.class, () -> on(sink::suspend)));
        assertEquals(3, on(() -> store.durable(ADDRESS)));
    }

    @Test
    void roomIsNotMadeOfWhatASuccessorHasWritten() throws Exception {
        Files.delete(filler);
        MediaSink heir = on(() -> store.resume(ADDRESS, 3, Long.MAX_VALUE));
        on(() -> heir.write(Buffer.buffer("xyz")).compose(taken -> heir.suspend()));
        assertFull(assertThrows(FailureException.class, () -> on(sink::suspend)));
        assertEquals(heir.size(), on(() -> store.durable(ADDRESS)));
    }
}
