package io.reelbus.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reelbus.job.Failure;
import io.reelbus.job.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink on a device without space, which every Linux has. */
class FileSinkTest {
    @TempDir
    Path root;

    private Path folder;
    private Vertx vertx;
    private WorkerExecutor threads;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectories(root.resolve("upload"));
        Files.createFile(folder.resolve("original"));
        vertx = Vertx.vertx();
        threads = vertx.createSharedWorkerExecutor("media", 2);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private FileSink full() throws Exception {
        FileChannel device = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        return FileSink.open(threads, device, root, folder.resolve("original"), 1 << 30, 0);
    }

    private <T> T done(Supplier<Future<T>> work) throws Exception {
        return Future.<T>future(promise -> vertx.runOnContext(run -> work.get().onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void assertFull(ExecutionException thrown) {
        assertEquals(
                Failure.DISK_FULL,
                assertInstanceOf(FailureException.class, thrown.getCause()).failure());
    }

    @Test
    void aFullDiskEndsASmallUploadWithDiskFull() throws Exception {
        FileSink sink = full();
        assertFull(assertThrows(
                ExecutionException.class,
                () -> done(() -> sink.write(Buffer.buffer("a few bytes")).compose(taken -> sink.end()))));
    }

    @Test
    void aFullDiskEndsALargeUploadAndTheSourceIsNotKeptWaiting() throws Exception {
        FileSink sink = full();
        Buffer some = Buffer.buffer(new byte[700_000]);
        assertFull(assertThrows(
                ExecutionException.class,
                () -> done(() -> sink.write(some)
                        .compose(taken -> sink.write(some))
                        .compose(taken -> sink.write(some))
                        .compose(taken -> sink.end()))));
        assertFalse(sink.writeQueueFull());
        assertFull(assertThrows(ExecutionException.class, () -> done(() -> sink.write(some))));
    }

    @Test
    void batchesGrowWithTheSpeedOfAnUploadAndShrinkAgain() {
        long ms = 1_000_000;
        assertEquals(2 * BatchSink.SMALLEST, BatchSink.batch(BatchSink.SMALLEST, 5 * ms));
        assertEquals(BatchSink.LARGEST, BatchSink.batch(BatchSink.LARGEST, ms));
        assertEquals(BatchSink.LARGEST, BatchSink.batch(BatchSink.LARGEST, 100 * ms));
        assertEquals(BatchSink.LARGEST / 2, BatchSink.batch(BatchSink.LARGEST, 300 * ms));
        assertEquals(BatchSink.SMALLEST, BatchSink.batch(BatchSink.SMALLEST, 60_000 * ms));
    }

    @Test
    void aSuspendSaysThatNotAllOfItFits() throws Exception {
        FileSink sink = full();
        done(() -> sink.write(Buffer.buffer(new byte[100])));
        assertFull(assertThrows(ExecutionException.class, () -> done(sink::suspend)));
    }

    @Test
    void nothingIsLeftOfWhatDidNotFit() throws Exception {
        FileSink sink = full();
        done(() -> sink.write(Buffer.buffer(new byte[3_000_000])).transform(any -> sink.abort()));
        assertFalse(Files.exists(folder));
    }

    @Test
    void aByteMoreThanAllowedIsTooLarge() throws Exception {
        FileChannel file = FileChannel.open(folder.resolve("original"), StandardOpenOption.WRITE);
        FileSink sink = FileSink.open(threads, file, root, folder.resolve("original"), 10, 0);
        done(() -> sink.write(Buffer.buffer(new byte[10])));
        var thrown = assertThrows(ExecutionException.class, () -> done(() -> sink.write(Buffer.buffer("x"))));
        assertEquals(
                Failure.TOO_LARGE,
                assertInstanceOf(FailureException.class, thrown.getCause()).failure());
        done(sink::abort);
        assertFalse(Files.exists(folder));
    }
}
